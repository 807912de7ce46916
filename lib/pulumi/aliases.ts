/** Under which URNs the state may know an object already, so that it is taken over instead of made twice. */
import * as pulumi from '@pulumi/pulumi';
import { type Manifest } from '../model/manifest';
import { kindFacts } from '../validation/kind-facts';
import { type Schemas } from '../validation/schemas';
import { groupAndVersion, identityOf, printKind } from '../model/identity';
import { tokens } from './token-registry';
import { typeToken } from './type-token';

/**
 * Versions of kinds of Kubernetes that clusters served once. The SDK's own classes give the same ones: objects that were deployed by
 * them can be taken over.
 */
const FORMER_VERSIONS: Readonly<Record<string, readonly string[]>> = {
  'ClusterRole.rbac.authorization.k8s.io': ['v1beta1', 'v1alpha1'],
  'ClusterRoleBinding.rbac.authorization.k8s.io': ['v1beta1', 'v1alpha1'],
  'CronJob.batch': ['v1beta1', 'v2alpha1'],
  'CustomResourceDefinition.apiextensions.k8s.io': ['v1beta1'],
  'DaemonSet.apps': ['v1beta2', 'extensions/v1beta1'],
  'Deployment.apps': ['v1beta1', 'v1beta2', 'extensions/v1beta1'],
  'HorizontalPodAutoscaler.autoscaling': ['v1', 'v2beta1', 'v2beta2'],
  'Ingress.networking.k8s.io': ['v1beta1', 'extensions/v1beta1'],
  'MutatingWebhookConfiguration.admissionregistration.k8s.io': ['v1beta1'],
  'NetworkPolicy.networking.k8s.io': ['extensions/v1beta1'],
  'PodDisruptionBudget.policy': ['v1beta1'],
  'Role.rbac.authorization.k8s.io': ['v1beta1', 'v1alpha1'],
  'RoleBinding.rbac.authorization.k8s.io': ['v1beta1', 'v1alpha1'],
  'StatefulSet.apps': ['v1beta1', 'v1beta2'],
  'ValidatingWebhookConfiguration.admissionregistration.k8s.io': ['v1beta1'],
  // Of the Gateway API, what releases before had.
  'BackendTLSPolicy.gateway.networking.k8s.io': ['v1alpha2', 'v1alpha3'],
  'Gateway.gateway.networking.k8s.io': ['v1alpha2'],
  'GatewayClass.gateway.networking.k8s.io': ['v1alpha2'],
  'GRPCRoute.gateway.networking.k8s.io': ['v1alpha2'],
  'HTTPRoute.gateway.networking.k8s.io': ['v1alpha2'],
  'ReferenceGrant.gateway.networking.k8s.io': ['v1alpha2'],
};

/** A component of `@pulumi/kubernetes` that deployed manifests before. */
export interface YamlComponent {
  /** Which one: `kubernetes.yaml.ConfigFile`, `kubernetes.yaml.ConfigGroup` and those of `kubernetes.yaml.v2`. */
  readonly type:
    | 'kubernetes:yaml:ConfigFile'
    | 'kubernetes:yaml:ConfigGroup'
    | 'kubernetes:yaml/v2:ConfigFile'
    | 'kubernetes:yaml/v2:ConfigGroup';

  /** Its name in the program; of a file that a first ConfigGroup read, that of the file as Pulumi lists it: `./shop.yaml`. */
  readonly name: string;

  /** @default - none; of v2, the name */
  readonly resourcePrefix?: string | undefined;

  /**
   * Types of the components that it was in, the outermost first; `kubernetes:yaml:ConfigGroup` for a file that one read.
   *
   * @default - none
   */
  readonly within?: readonly string[] | undefined;
}

/** Knows the former URNs of objects. */
export class ObjectAliases {
  private readonly versions = new Map<string, readonly string[]>();

  public constructor(
    private readonly options: { readonly istioVersion: string; readonly schemas: Schemas | undefined },
    private readonly components: readonly YamlComponent[],
  ) {}

  /**
   * @param json - as it is deployed.
   * @param written - as it was in files.
   */
  public of(json: Manifest, written: Manifest): pulumi.Alias[] {
    const former = this.formerTypes(json);
    const names = [...new Set([fileName(json), fileName(written)])].filter((name) => !tokens.includes(name));
    const types = [typeToken(json), ...former];
    const urns = this.components.flatMap((component) =>
      names.flatMap((name) => types.flatMap((type) => urnsUnder(component, type, name))),
    );
    // A type alone also follows the aliases of the component.
    return [...former.map((type): pulumi.Alias => ({ type })), ...(urns as unknown as pulumi.Alias[])];
  }

  private formerTypes({ apiVersion, kind }: Manifest): string[] {
    const { group } = groupAndVersion(apiVersion);
    const key = printKind(group, String(kind));
    const versions = this.versions.get(key) ?? this.versionsOf(group, String(kind));
    this.versions.set(key, versions);
    return versions.filter((each) => each !== apiVersion).map((each) => typeToken({ apiVersion: each, kind }));
  }

  /** As `apiVersion`s, the newest first where the server says so. */
  private versionsOf(group: string, kind: string): string[] {
    if (group === '') return [];
    const served = kindFacts(group, kind, this.options)?.versions ?? [];
    const all = [...served, ...(FORMER_VERSIONS[printKind(group, kind)] ?? [])];
    return [...new Set(all.map((version) => (version.includes('/') ? version : `${group}/${version}`)))];
  }
}

function fileName(json: Manifest): string {
  const { namespace, name } = identityOf(json);
  return namespace === '' ? name : `${namespace}/${name}`;
}

function urnsUnder({ type, name, resourcePrefix, within = [] }: YamlComponent, own: string, path: string): string[] {
  const isSecond = type.startsWith('kubernetes:yaml/v2:');
  const prefix = resourcePrefix ?? (isSecond ? name : undefined);
  // The second one wrote a dash in its first releases.
  const names =
    prefix === undefined ? [path] : isSecond ? [`${prefix}:${path}`, `${prefix}-${path}`] : [`${prefix}-${path}`];
  const types = [...within, type, own].join('$');
  return names.map((each) => `urn:pulumi:${pulumi.getStack()}::${pulumi.getProject()}::${types}::${each}`);
}
