import { type MeshModel } from '../model/mesh-model';
import { type Workload } from '../model/workloads';
import { type Authorization, authorizationOf } from './authorization-policy';
import { type MtlsMode, type PeerAuthentication, peerAuthenticationOf } from './peer-authentication';
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
  private readonly modes = new Map<string, MtlsMode>();
  private readonly compile: PolicyCompiler;

  public constructor(private readonly model: MeshModel) {
    const { trustDomain, trustDomainAliases } = model.config;
    this.compile = policyCompiler([trustDomain, ...trustDomainAliases]);
  }

  public of(workload: Workload): WorkloadSecurity {
    const known = this.known.get(workload);
    if (known !== undefined) return known;
    const { authenticate } = requestAuthenticationOf(workload, this.policies('RequestAuthentication', workload));
    const policies = this.policies('AuthorizationPolicy', workload);
    const { decide } = authorizationOf(workload, policies, this.model.config, this.compile);
    const mtls = peerAuthenticationOf(workload, this.policies('PeerAuthentication', workload));
    const security = { mtls, authenticate, decide };
    this.known.set(workload, security);
    return security;
  }

  /** The PeerAuthentication mode of a namespace, whatever its workloads say for themselves. */
  public modeOfNamespace(namespace: string): MtlsMode {
    const known = this.modes.get(namespace);
    if (known !== undefined) return known;
    const ofAll = { namespace, labels: {} };
    const { mode } = peerAuthenticationOf(ofAll, this.policies('PeerAuthentication', ofAll)).at(0);
    this.modes.set(namespace, mode);
    return mode;
  }

  private policies(kind: string, { namespace }: Pick<Workload, 'namespace'>): ScopedPolicies {
    const { model } = this;
    return {
      root: model.inNamespace(SECURITY, kind, model.config.rootNamespace),
      namespace: model.inNamespace(SECURITY, kind, namespace),
    };
  }
}
