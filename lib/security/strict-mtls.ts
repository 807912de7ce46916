import { Construct } from 'constructs';
import { checkDnsSubdomain } from '../values/dns-label';
import { refuse } from '../tree/construct-error';
import { appReference, type BoundPort, isBoundPort, isMeshNamespace, isMeshWorkload } from '../tree/handles';
import { checkProps, kind, known, listOf, oneOf, type PropChecks, required, shape, text, value } from '../tree/props';
import { declareIntent } from '../tree/report';
import { PeerMtls } from './peer-mtls';
import { describeScope, type PolicyScope, scopeCheck } from './policy-scope';
import { isSecuredWorkload } from './secured-workload';

/** A port that takes plain text as well. */
export interface MtlsException {
  /** The port, from `app.port('metrics')`. */
  readonly port: BoundPort;

  /** Why: for the reader of the program. */
  readonly reason: string;

  /**
   * Whether it takes both, or plain text only.
   *
   * @default "PERMISSIVE"
   */
  readonly mode?: 'PERMISSIVE' | 'DISABLE' | undefined;
}

/** Props of {@link StrictMtls}. */
export interface StrictMtlsProps {
  /** The mesh, a namespace, or one app. */
  readonly appliesTo: PolicyScope;

  /**
   * Ports within the scope that take plain text as well.
   *
   * @default - none
   */
  readonly exceptions?: readonly MtlsException[] | undefined;

  /**
   * Name of the PeerAuthentication.
   *
   * @default "default", or the name of the app
   */
  readonly name?: string | undefined;
}

const CHECKS: PropChecks<StrictMtlsProps> = {
  appliesTo: scopeCheck,
  exceptions: known(
    listOf(
      known(
        shape<MtlsException>({
          port: required(kind("a port, such as app.port('metrics')", isBoundPort)),
          reason: required(known(text)),
          mode: oneOf('PERMISSIVE', 'DISABLE'),
        }),
      ),
    ),
  ),
  name: value(checkDnsSubdomain),
};

/**
 * Takes mTLS connections only. Callers outside the mesh are refused, except on the ports excepted.
 *
 * @example
 * new StrictMtls(this, 'strict', {
 *   appliesTo: namespace,
 *   exceptions: [{ port: reviews.port('http-metrics'), reason: 'scraped by a Prometheus outside the mesh' }],
 * });
 */
export class StrictMtls extends Construct {
  /** @throws ConstructError listing what is wrong with `props`, or that another construct speaks for the scope. */
  public constructor(scope: Construct, id: string, props: StrictMtlsProps) {
    super(scope, id);
    checkProps(this, props, CHECKS);
    const { appliesTo, exceptions = [], name } = props;
    refuse(this, outside(appliesTo, exceptions));
    new PeerMtls(this, 'policy', { appliesTo, mode: 'STRICT', name });
    for (const { port, reason, mode = 'PERMISSIVE' } of exceptions) {
      const { workload } = port;
      if (!isSecuredWorkload(workload)) continue;
      workload.mtls.addPort({ source: this, port, mode });
      declareIntent(this, {
        kind: 'plain-text',
        app: appReference(workload),
        targetPorts: [port.targetPort],
        reason,
      });
    }
  }
}

function outside(appliesTo: PolicyScope, exceptions: readonly MtlsException[]): string[] {
  return exceptions.flatMap(({ port }, index) => {
    const inside =
      (!isMeshWorkload(appliesTo) || port.workload === appliesTo) &&
      (!isMeshNamespace(appliesTo) || port.workload.namespace.namespaceName === appliesTo.namespaceName);
    const place = `exceptions[${index}].port`;
    if (!inside)
      return [`${place} must be in ${describeScope(appliesTo)}, got ${port.name} of ${port.workload.serviceName}`];
    return isSecuredWorkload(port.workload)
      ? []
      : [`${place} must be of a MeshApp, got ${port.name} of ${port.workload.serviceName}`];
  });
}
