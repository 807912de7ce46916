import { Yaml } from 'cdk8s';
import { Construct } from 'constructs';
import { type HelmRelease, PROXIES_METADATA } from '../model/metadata';
import { present } from '../model/present';
import { ConstructError, refuse } from '../tree/construct-error';
import { declaredProxies, type GatewayProxies } from '../tree/gateway-proxies';
import { type IMeshNamespace } from '../tree/handles';
import { MeshSettings } from '../tree/mesh-settings';
import {
  type Check,
  checkProps,
  flag,
  known,
  listOf,
  oneOf,
  type PropChecks,
  required,
  shape,
  text,
  value,
} from '../tree/props';
import { leaveFile, leaveRelease } from '../tree/report';
import { checkDnsLabel } from '../values/dns-label';
import { checkFqdn, checkHostName } from '../values/host-name';
import { gatewayCheck, GatewayInstall, type GatewayInstallProps } from './gateway-install';
import { type Addon, ADDONS, chartAddress, helmScript, istioctlScript, type ScriptOptions } from './install-script';
import { type MeshConfig, meshConfigCheck, printMeshConfig, usesAutoMtls } from './mesh-config';
import { checkIstioVersion, installedVersion } from './releases';

/** What an installation starts from: Istio's own profiles of these names. */
export type InstallProfile = 'default' | 'demo' | 'minimal' | 'empty';

/** Which gateway proxies are installed, and how. */
export interface InstallGateways {
  /** @default - as the profile says: in default and demo */
  readonly ingress?: boolean | GatewayInstallProps | undefined;

  /** @default - as the profile says: in demo */
  readonly egress?: boolean | GatewayInstallProps | undefined;
}

/** Props of {@link IstioInstall}. */
export interface IstioInstallProps {
  /** The release, `1.31`, or a patch of it, `1.31.1`. */
  readonly version: string;

  /**
   * `default` is istiod and ingress; `demo` has egress and full tracing as well; `minimal` is istiod alone; `empty` nothing that
   * is not asked for.
   *
   * @default "default"
   */
  readonly profile?: InstallProfile | undefined;

  /** @default - as the profile says */
  readonly gateways?: InstallGateways | undefined;

  /** Settings of the mesh as a whole. @default - Istio's and the profile's */
  readonly mesh?: MeshConfig | undefined;

  /**
   * Name of this control plane where there are several (`revision`).
   *
   * @default - the only one
   */
  readonly revision?: string | undefined;

  /**
   * Whether, of several installations in one program, this one says what constructs know about the mesh.
   *
   * @default - so for the only one
   */
  readonly defaultRevision?: boolean | undefined;

  /**
   * Namespace of istiod, which is the mesh's root namespace.
   *
   * @default "istio-system"
   */
  readonly namespace?: string | undefined;

  /** The trust domain of identities (`meshConfig.trustDomain`). @default "cluster.local" */
  readonly trustDomain?: string | undefined;

  /** The DNS domain of Services (`values.global.proxy.clusterDomain`). @default "cluster.local" */
  readonly clusterDomain?: string | undefined;

  /** Where images come from (`hub`). @default - registry.istio.io/release */
  readonly hub?: string | undefined;

  /**
   * Add-ons that the scripts apply: Istio's samples, not for production. Of Jaeger and Zipkin one can be installed.
   *
   * @default - none
   */
  readonly addons?: readonly Addon[] | undefined;
}

const gateway: Check = known((each, at) => (typeof each === 'boolean' ? [] : gatewayCheck(each, at)));

const CHECKS: PropChecks<IstioInstallProps> = {
  version: required(known(value(checkIstioVersion))),
  profile: known(oneOf('default', 'demo', 'minimal', 'empty')),
  gateways: known(shape<InstallGateways>({ ingress: gateway, egress: gateway })),
  mesh: meshConfigCheck,
  revision: known(value(checkDnsLabel)),
  defaultRevision: known(flag),
  namespace: known(value(checkDnsLabel)),
  trustDomain: known(value(checkHostName)),
  clusterDomain: known(value(checkFqdn)),
  hub: known(text),
  addons: known(listOf(known(oneOf(...Object.keys(ADDONS))))),
};

const WITH_GATEWAY: Readonly<Record<'ingress' | 'egress', readonly InstallProfile[]>> = {
  ingress: ['default', 'demo'],
  egress: ['demo'],
};

/**
 * An installation of Istio: an IstioOperator file for istioctl, values for Helm, and a script for each that installs, verifies,
 * shows versions and opens dashboards. They are files beside the manifests, for nothing in a cluster reads them.
 *
 * It says to all constructs of the program what they have to know about the mesh: root namespace, trust domain, cluster domain,
 * release, gateway proxies.
 *
 * @example
 * const install = new IstioInstall(this, 'istio', { version: '1.31', profile: 'demo', addons: ['prometheus', 'kiali'] });
 * new IngressGateway(this, 'gateway', { proxies: install.ingress, servers: [GatewayServer.http({ hosts: ['*'] })] });
 */
export class IstioInstall extends Construct {
  /** The namespace of istiod. */
  public readonly namespace: IMeshNamespace;

  /** The version that is installed, patch included. */
  public readonly version: string;

  private readonly gateways: readonly GatewayInstall[];

  /** @throws ConstructError listing what is wrong with `props`. */
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: IstioInstallProps,
  ) {
    super(scope, id);
    checkProps(this, props, CHECKS);
    refuse(this, rivals(props.addons ?? []));
    this.namespace = { namespaceName: props.namespace ?? 'istio-system', dataPlane: undefined };
    this.version = installedVersion(props.version) ?? props.version;
    this.gateways = (['ingress', 'egress'] as const).flatMap((direction) => this.gatewayOf(direction));
    MeshSettings.declare({
      construct: this,
      settings: {
        rootNamespace: this.namespace.namespaceName,
        trustDomain: props.trustDomain,
        clusterDomain: props.clusterDomain,
        istioVersion: this.version,
        autoMtls: usesAutoMtls(props.mesh),
      },
      meshConfig: printMeshConfig(props.mesh ?? {}, props.trustDomain) ?? {},
      isDefault: props.defaultRevision ?? false,
    });
    this.gateways.forEach((each) => {
      this.node.addMetadata(PROXIES_METADATA, declaredProxies(each.proxies, each.name));
    });
    this.leaveFiles();
  }

  /** The proxies that let requests in. @throws ConstructError if none are installed. */
  public get ingress(): GatewayProxies {
    return this.proxies('ingress');
  }

  /** The proxies that let requests out. @throws ConstructError if none are installed. */
  public get egress(): GatewayProxies {
    return this.proxies('egress');
  }

  private proxies(direction: 'ingress' | 'egress'): GatewayProxies {
    const found = this.gateways.find((each) => each.direction === direction);
    if (found) return found.proxies;
    const { profile = 'default' } = this.props;
    throw new ConstructError(this.node.path, [
      `has no ${direction} gateway in profile ${profile}: give gateways: { ${direction}: true }`,
    ]);
  }

  private gatewayOf(direction: 'ingress' | 'egress'): GatewayInstall[] {
    const { profile = 'default', gateways = {} } = this.props;
    const chosen = gateways[direction] ?? WITH_GATEWAY[direction].includes(profile);
    if (chosen === false) return [];
    const props = chosen === true ? {} : chosen;
    const namespace =
      props.namespace === undefined ? this.namespace : { namespaceName: props.namespace, dataPlane: undefined };
    return [new GatewayInstall(direction, namespace, props)];
  }

  private leaveFiles(): void {
    const folder = this.node.id;
    const { profile = 'default', revision } = this.props;
    const options: ScriptOptions = {
      version: this.version,
      namespace: this.namespace.namespaceName,
      revision,
      addons: this.props.addons ?? [],
      gateways: this.gateways.map(({ name, namespace }) => ({ name, namespace: namespace.namespaceName })),
      hasControlPlane: profile !== 'empty',
    };
    leaveFile(this, { path: `${folder}/istio-operator.yaml`, content: Yaml.stringify(this.istioOperator()) });
    const releases = this.releases();
    for (const release of releases) {
      leaveFile(this, { path: `${folder}/helm/${release.name}.yaml`, content: Yaml.stringify(release.values) });
      leaveRelease(this, release);
    }
    leaveFile(this, { path: `${folder}/istioctl.sh`, content: istioctlScript(options), mode: 0o755 });
    leaveFile(this, { path: `${folder}/helm.sh`, content: helmScript(options), mode: 0o755 });
  }

  /** A file for `istioctl install`, which reads it strictly. */
  private istioOperator(): unknown {
    const { profile = 'default', revision, hub, mesh = {}, trustDomain, clusterDomain } = this.props;
    const gateways = (direction: 'ingress' | 'egress') => {
      const own = this.gateways.filter((each) => each.direction === direction).map((each) => each.istioOperator());
      if (own.length > 0) return own;
      return WITH_GATEWAY[direction].includes(profile)
        ? [{ enabled: false, name: `istio-${direction}gateway` }]
        : undefined;
    };
    const rootNamespace = this.namespace.namespaceName;
    return {
      apiVersion: 'install.istio.io/v1alpha1',
      kind: 'IstioOperator',
      metadata: { name: this.node.id, namespace: rootNamespace },
      spec: present({
        profile,
        tag: this.version,
        hub,
        revision,
        namespace: rootNamespace,
        meshConfig: printMeshConfig(mesh, trustDomain),
        components: present({ ingressGateways: gateways('ingress'), egressGateways: gateways('egress') }),
        values: present({
          global: this.globalValues(clusterDomain),
          pilot: mesh.traceSampling === undefined ? undefined : { traceSampling: mesh.traceSampling },
        }),
      }),
    };
  }

  /** The charts of Istio, each after those it needs. */
  private releases(): readonly HelmRelease[] {
    const { profile = 'default', revision, hub, mesh = {}, trustDomain, clusterDomain } = this.props;
    // Of Istio's profiles, the charts know this one by name; the others only choose components.
    const chartProfile = profile === 'demo' ? 'demo' : undefined;
    const { version } = this;
    const namespace = this.namespace.namespaceName;
    const istiod: HelmRelease = {
      name: revision === undefined ? 'istiod' : `istiod-${revision}`,
      chart: chartAddress('istiod'),
      version,
      namespace,
      values:
        present({
          profile: chartProfile,
          revision,
          global: present({ hub, ...this.globalValues(clusterDomain) }),
          meshConfig: printMeshConfig(mesh, trustDomain),
          traceSampling: mesh.traceSampling,
        }) ?? {},
      after: ['istio-base'],
      isControlPlane: true,
    };
    const base: HelmRelease = {
      name: 'istio-base',
      chart: chartAddress('base'),
      version,
      namespace,
      values: present({ defaultRevision: revision ?? 'default', global: this.globalValues(undefined) }) ?? {},
      after: [],
      isControlPlane: false,
    };
    return [
      ...(profile === 'empty' ? [] : [base, istiod]),
      ...this.gateways.map((each) => ({
        name: each.name,
        chart: chartAddress('gateway'),
        version,
        namespace: each.namespace.namespaceName,
        values: each.helmValues(revision) ?? {},
        after: profile === 'empty' ? [] : [istiod.name],
        isControlPlane: false,
      })),
    ];
  }

  private globalValues(clusterDomain: string | undefined): Readonly<Record<string, unknown>> | undefined {
    const namespace = this.namespace.namespaceName;
    return present({
      istioNamespace: namespace === 'istio-system' ? undefined : namespace,
      proxy: clusterDomain === undefined ? undefined : { clusterDomain },
    });
  }
}

/** Both samples bring Services named tracing and zipkin: the second would take them from the first. */
function rivals(addons: readonly Addon[]): string[] {
  const both = addons.includes('jaeger') && addons.includes('zipkin');
  return both ? ['addons must name one of jaeger and zipkin, got both: they bring Services of the same names'] : [];
}
