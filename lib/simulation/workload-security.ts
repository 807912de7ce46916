import { type MeshModel } from '../model/mesh-model';
import { type Workload } from '../model/workloads';
import { type Authorization, authorizationOf } from './authorization-policy';
import { type PeerAuthentication, peerAuthenticationOf } from './peer-authentication';
import { type PolicyCompiler, policyCompiler } from './policy-compiler';
import { type ScopedPolicies } from './policy-attachment';
import { type RequestAuthentication, requestAuthenticationOf } from './request-authentication';

/** All that the proxy of a workload asks of whoever calls. */
export interface WorkloadSecurity extends RequestAuthentication, Authorization {
  readonly mtls: PeerAuthentication;
}

const SECURITY = 'security.istio.io';

/** The security policies of workloads, compiled when they are first asked for. */
export class SecurityTable {
  private readonly known = new Map<Workload, WorkloadSecurity>();
  private readonly compile: PolicyCompiler;

  public constructor(private readonly model: MeshModel) {
    const { trustDomain, trustDomainAliases } = model.config;
    this.compile = policyCompiler([trustDomain, ...trustDomainAliases]);
  }

  public of(workload: Workload): WorkloadSecurity {
    const known = this.known.get(workload);
    if (known !== undefined) return known;
    const authorization = authorizationOf(
      workload,
      this.policies('AuthorizationPolicy', workload),
      this.model.config,
      this.compile,
    );
    const security = {
      mtls: peerAuthenticationOf(workload, this.policies('PeerAuthentication', workload)),
      ...requestAuthenticationOf(workload, this.policies('RequestAuthentication', workload)),
      ...authorization,
    };
    this.known.set(workload, security);
    return security;
  }

  private policies(kind: string, { namespace }: Workload): ScopedPolicies {
    const { model } = this;
    return {
      root: model.inNamespace(SECURITY, kind, model.config.rootNamespace),
      namespace: model.inNamespace(SECURITY, kind, namespace),
    };
  }
}
