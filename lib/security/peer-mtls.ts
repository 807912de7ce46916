import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { checkDnsSubdomain } from '../values/dns-label';
import { refuse } from '../tree/construct-error';
import { type BoundPort, isBoundPort, isMeshWorkload } from '../tree/handles';
import { checkProps, kind, known, listOf, type PropChecks, required, shape, value } from '../tree/props';
import { type PeerAuthenticationSpec } from './istio-types';
import { modeCheck, type MtlsMode } from './mtls-mode';
import { MtlsScopes } from './mtls-scopes';
import { describeScope, namespaceOf, type PolicyScope, rootNamespaceProblems, scopeCheck } from './policy-scope';
import { isSecuredWorkload } from './secured-workload';

/** The mode of one port. */
export interface PeerMtlsPort {
  readonly port: BoundPort;
  readonly mode: MtlsMode;
}

/** Props of {@link PeerMtls}. */
export interface PeerMtlsProps {
  /** The mesh, a namespace, or one app. */
  readonly appliesTo: PolicyScope;

  /** What its sidecars take (`mtls.mode`). */
  readonly mode: MtlsMode;

  /**
   * Modes of single ports; only where it applies to one app (`portLevelMtls`, by the container's port).
   *
   * @default - all ports alike
   */
  readonly ports?: readonly PeerMtlsPort[] | undefined;

  /**
   * Name of the PeerAuthentication.
   *
   * @default "default", or the name of the app
   */
  readonly name?: string | undefined;
}

const CHECKS: PropChecks<PeerMtlsProps> = {
  appliesTo: scopeCheck,
  mode: required(modeCheck),
  ports: known(
    listOf(
      known(
        shape<PeerMtlsPort>({
          port: required(kind("a port, such as app.port('http')", isBoundPort)),
          mode: required(modeCheck),
        }),
      ),
    ),
  ),
  name: value(checkDnsSubdomain),
};

/**
 * Says what kind of connections sidecars take: mTLS, plain text, or both. {@link StrictMtls} is the one to reach for; this is
 * for the way there.
 *
 * It replaces the strict default of a MeshNamespace.
 *
 * @example
 * new PeerMtls(this, 'permissive', { appliesTo: web, mode: 'PERMISSIVE' });
 */
export class PeerMtls extends Construct {
  /** @throws ConstructError listing what is wrong with `props`, or that another construct speaks for the scope. */
  public constructor(scope: Construct, id: string, props: PeerMtlsProps) {
    super(scope, id);
    checkProps(this, props, CHECKS);
    const { appliesTo, mode, ports = [], name } = props;
    refuse(this, foreignPorts(appliesTo, ports));
    this.node.addValidation({ validate: () => rootNamespaceProblems(this, appliesTo) });
    MtlsScopes.of(this).claim(appliesTo, this, mode);
    if (isSecuredWorkload(appliesTo)) {
      appliesTo.mtls.setMode(name ?? appliesTo.serviceName, mode);
      for (const each of ports) appliesTo.mtls.addPort({ source: this, port: each.port, mode: each.mode });
    } else {
      new ApiObject(this, 'object', {
        apiVersion: 'security.istio.io/v1',
        kind: 'PeerAuthentication',
        metadata: {
          name: name ?? 'default',
          namespace: Lazy.any({ produce: () => namespaceOf(this, appliesTo) }) as string,
        },
        spec: { mtls: { mode } } satisfies PeerAuthenticationSpec,
      });
    }
  }
}

function foreignPorts(appliesTo: PolicyScope, ports: readonly PeerMtlsPort[]): string[] {
  if (ports.length > 0 && !isMeshWorkload(appliesTo)) {
    return [
      `ports must be left out where it applies to ${describeScope(appliesTo)}: Istio knows modes of ports for single apps only`,
    ];
  }
  return ports.flatMap(({ port }, index) =>
    port.workload === appliesTo
      ? []
      : [
          `ports[${index}].port must be a port of ${describeScope(appliesTo)}, got ${port.name} of ${port.workload.serviceName}`,
        ],
  );
}
