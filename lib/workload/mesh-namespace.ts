import { ApiObject, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { DataPlane } from '../model/data-plane';
import { MtlsScopes } from '../security/mtls-scopes';
import { refuse } from '../tree/construct-error';
import { type IMeshNamespace } from '../tree/handles';
import {
  all,
  checkProps,
  flag,
  kind,
  known,
  mapOf,
  oneOf,
  type PropChecks,
  required,
  value,
  anyText,
} from '../tree/props';
import { checkDnsLabel } from '../values/dns-label';
import { checkAnnotationKey, checkLabelKey, checkLabelValue } from '../values/label';

/** Props of {@link MeshNamespace}. */
export interface MeshNamespaceProps {
  /**
   * Name of the Namespace.
   *
   * @default - the id
   */
  readonly name?: string | undefined;

  /**
   * How its pods join the mesh.
   *
   * @default - a sidecar of the default revision in every pod
   */
  readonly dataPlane?: DataPlane | undefined;

  /**
   * What its pods take where nothing else says so: `strict` is mTLS only, `inherit` what the mesh says, for adopting what
   * callers outside the mesh still use.
   *
   * A StrictMtls or PeerMtls for the namespace replaces it.
   *
   * @default "strict"
   */
  readonly mtls?: 'strict' | 'inherit' | undefined;

  /**
   * More labels. Those by which pods join the mesh are the data plane's alone.
   *
   * @default - none
   */
  readonly labels?: Readonly<Record<string, string>> | undefined;

  /**
   * How careful its pods have to be, as a Pod Security Standard (labels `pod-security.kubernetes.io/warn`, `audit`, and `enforce` if
   * `enforcePodSecurity` says so). Pods of a MeshApp are `restricted` unless their hardening is switched off.
   *
   * @default - as the cluster says
   */
  readonly podSecurity?: 'restricted' | 'baseline' | 'privileged' | undefined;

  /**
   * Whether pods that are not so careful are refused, rather than warned about.
   *
   * An injected sidecar comes with an init container that redirects the traffic of the pod, as root and with `NET_ADMIN` and `NET_RAW`,
   * which `baseline` and `restricted` refuse. So say true only where Istio's CNI plugin does this.
   *
   * @default - true where no sidecars are injected
   */
  readonly enforcePodSecurity?: boolean | undefined;

  /** @default - none */
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

/** Labels that decide about injection: two of them at a time contradict each other in silence. */
const INJECTION_LABELS = ['istio-injection', 'istio.io/rev', 'istio.io/dataplane-mode'];

const CHECKS: PropChecks<MeshNamespaceProps> = {
  name: value(checkDnsLabel),
  dataPlane: all(
    kind('a DataPlane, such as DataPlane.sidecar()', (each) => each instanceof DataPlane),
    (dataPlane, at) => (dataPlane instanceof DataPlane ? dataPlane.problems.map((problem) => `${at}: ${problem}`) : []),
  ),
  mtls: known(oneOf('strict', 'inherit')),
  labels: known(mapOf(freeLabel, required(value(checkLabelValue)))),
  annotations: known(mapOf(checkAnnotationKey, required(anyText))),
  podSecurity: oneOf('restricted', 'baseline', 'privileged'),
  enforcePodSecurity: known(flag),
};

/**
 * A namespace whose pods join the mesh, and take mTLS only.
 *
 * @example
 * const shop = new MeshNamespace(this, 'shop', { dataPlane: DataPlane.sidecar({ revision: 'stable' }) });
 */
export class MeshNamespace extends Construct implements IMeshNamespace {
  /**
   * A namespace that the program refers to and does not make.
   *
   * @throws Error if it is no name of a namespace.
   */
  public static fromName(name: string, options: { readonly dataPlane?: DataPlane | undefined } = {}): IMeshNamespace {
    const problem = checkDnsLabel(name);
    if (problem !== undefined) throw new Error(`MeshNamespace.fromName: name ${problem}`);
    const [wrong] = options.dataPlane?.problems ?? [];
    if (wrong !== undefined) throw new Error(`MeshNamespace.fromName: dataPlane: ${wrong}`);
    return { namespaceName: name, dataPlane: options.dataPlane };
  }

  public readonly namespaceName: string;
  public readonly dataPlane: DataPlane;

  /** The Namespace. */
  public readonly object: ApiObject;

  /** @throws ConstructError listing what is wrong with `props`. */
  public constructor(scope: Construct, id: string, props: MeshNamespaceProps = {}) {
    super(scope, id);
    checkProps(this, { ...props, name: props.name ?? id }, CHECKS);
    this.namespaceName = props.name ?? id;
    this.dataPlane = props.dataPlane ?? DataPlane.sidecar();
    refuse(this, podSecurityProblems(props));
    this.object = new ApiObject(this, 'object', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: this.namespaceName,
        labels: { ...props.labels, ...podSecurityLabels(props, this.dataPlane), ...this.dataPlane.labels },
        ...(props.annotations && { annotations: props.annotations }),
      },
    });
    // A chart gives its namespace to every object, also to those that live in none.
    if (this.object.chart.namespace !== undefined) this.object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
    const mtls = new Construct(this, 'mtls');
    if (props.mtls === 'inherit' || this.dataPlane.kind === 'none') return;
    MtlsScopes.of(this).fallBack(this, mtls, (holder) => this.strict(holder));
  }

  private strict(holder: Construct): ApiObject {
    return new ApiObject(holder, 'object', {
      apiVersion: 'security.istio.io/v1',
      kind: 'PeerAuthentication',
      metadata: { name: 'default', namespace: this.namespaceName },
      spec: { mtls: { mode: 'STRICT' } },
    });
  }
}

function freeLabel(key: unknown): string | undefined {
  if (INJECTION_LABELS.includes(key as string))
    return `must not be ${String(key)}: dataPlane says how pods join the mesh`;
  return checkLabelKey(key);
}

const MODES = ['enforce', 'warn', 'audit'];
const POD_SECURITY = 'pod-security.kubernetes.io/';

function podSecurityLabels(
  { podSecurity, enforcePodSecurity }: MeshNamespaceProps,
  dataPlane: DataPlane,
): Readonly<Record<string, string>> {
  if (podSecurity === undefined) return {};
  const hasInit = dataPlane.kind === 'sidecar' || dataPlane.kind === 'per-pod';
  const modes = (enforcePodSecurity ?? !hasInit) ? MODES : MODES.slice(1);
  return Object.fromEntries(modes.map((mode) => [`${POD_SECURITY}${mode}`, podSecurity]));
}

function podSecurityProblems({ podSecurity, enforcePodSecurity, labels = {} }: MeshNamespaceProps): string[] {
  const twice = Object.keys(labels).filter(
    (key) => podSecurity !== undefined && MODES.some((mode) => key === `${POD_SECURITY}${mode}`),
  );
  return [
    ...(podSecurity === undefined && enforcePodSecurity !== undefined
      ? ['enforcePodSecurity must be left out without podSecurity']
      : []),
    ...twice.map((key) => `labels: key must not be ${key} where podSecurity is given`),
  ];
}
