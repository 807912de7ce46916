import { ApiObject, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { DataPlane } from '../model/data-plane';
import { MtlsScopes } from '../security/mtls-scopes';
import { type IMeshNamespace } from '../tree/handles';
import { checkProps, kind, known, mapOf, oneOf, type PropChecks, required, value, anyText } from '../tree/props';
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

  /** @default - none */
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

/** Labels that decide about injection: two of them at a time contradict each other in silence. */
const INJECTION_LABELS = ['istio-injection', 'istio.io/rev', 'istio.io/dataplane-mode'];

const CHECKS: PropChecks<MeshNamespaceProps> = {
  name: value(checkDnsLabel),
  dataPlane: kind('a DataPlane, such as DataPlane.sidecar()', (each) => each instanceof DataPlane),
  mtls: known(oneOf('strict', 'inherit')),
  labels: known(mapOf(freeLabel, required(value(checkLabelValue)))),
  annotations: known(mapOf(checkAnnotationKey, required(anyText))),
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
    this.object = new ApiObject(this, 'object', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: this.namespaceName,
        labels: { ...props.labels, ...this.dataPlane.labels },
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
