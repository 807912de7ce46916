/** What every app of the mesh can do, whether the program makes its pods or adopts them. */
import { Construct } from 'constructs';
import { type CallerReference } from '../model/intents';
import { isHttp, PROTOCOLS } from '../model/protocol';
import { ACCESS_CHECKS, type AccessOptions, meantPorts } from '../security/access-rule';
import { AccessScopes } from '../security/access-scopes';
import { GatewayAccess } from '../security/gateway-access';
import { peerCheck } from '../security/mesh-peer';
import { ruleProblems } from '../security/rule-problems';
import { isSecuredWorkload, type ISecuredWorkload } from '../security/secured-workload';
import { type WorkloadAccess } from '../security/workload-access';
import { type WorkloadMtls } from '../security/workload-mtls';
import { port, portProblems } from '../traffic/checks';
import { checkGatewayHost } from '../traffic/gateway-server';
import { IngressGateway } from '../traffic/ingress-gateway';
import { type IMeshService, type ServiceRouting } from '../traffic/service-routing';
import { findVersion, type ServiceVersion } from '../traffic/service-version';
import { ConstructError, refuse } from '../tree/construct-error';
import { findPort } from '../tree/find-port';
import {
  appReference,
  type BoundPort,
  type IMeshNamespace,
  type IMeshPeer,
  type IPortedService,
  isPortedService,
  type PeerSource,
} from '../tree/handles';
import { serviceHost } from '../tree/host';
import { checkProps, flag, kind, known, listOf, type PropChecks, required, value } from '../tree/props';
import { declareIntent } from '../tree/report';
import { given } from '../values/given';

/** What {@link MeshApp.expose} is told. */
export interface ExposeProps extends AccessOptions {
  /** Hosts under which it is reached, each served by the gateway. For TCP they only tell its servers apart. */
  readonly hosts: readonly string[];

  /**
   * The path that leads to the app, with all below it, in whole segments.
   *
   * @default "/"
   */
  readonly path?: string | undefined;

  /**
   * Whether the app sees paths without `path`: `/shop/x` as `/x`, in whole segments. Routes of the app match what the client asked for.
   *
   * @default false
   */
  readonly stripPath?: boolean | undefined;

  /**
   * The port that is called. One of `MeshPort.https` or `MeshPort.tls` goes through a server that passes TLS through, one of TCP
   * through a server of TCP.
   *
   * @default - the first HTTP port, else the first of TLS, else the first
   */
  readonly port?: BoundPort | undefined;
}

const EXPOSE_CHECKS: PropChecks<ExposeProps> = {
  ...ACCESS_CHECKS,
  hosts: required(known(listOf(value(checkGatewayHost), { min: 1 }))),
  path: known(value(checkPath)),
  stripPath: known(flag),
  port,
};

/**
 * An app of the mesh as other constructs refer to it: its versions and ports, who may call it, and where it is exposed.
 */
export abstract class AppBase<V extends string = string>
  extends Construct
  implements IMeshService, ISecuredWorkload, IMeshPeer
{
  public abstract readonly serviceName: string;
  public abstract readonly namespace: IMeshNamespace;
  public abstract readonly selector: Readonly<Record<string, string>>;
  public abstract readonly ports: readonly BoundPort[];
  public abstract readonly versionNames: readonly V[];
  public abstract readonly versionReplicas: readonly { readonly version: V; readonly replicas: number | undefined }[];

  /** Where all routes and policies for its host are collected. */
  public abstract readonly routing: ServiceRouting;

  /** Where all that is said about its mTLS is collected. */
  public abstract readonly mtls: WorkloadMtls;

  /** Where all that is said about its callers is collected. */
  public abstract readonly access: WorkloadAccess;

  /** Name of the ServiceAccount that its pods run as. */
  protected abstract readonly serviceAccount: string;

  /** Its identity as a caller: its ServiceAccount. */
  public get peer(): PeerSource {
    return { serviceAccounts: [{ namespace: this.namespace.namespaceName, name: this.serviceAccount }] };
  }

  /** The fully qualified host of its Service, with the cluster domain that the program says until now. */
  public get host(): string {
    return serviceHost(this, this);
  }

  /**
   * A version, for routes.
   *
   * @throws ConstructError if it has no such version; TypeScript does not compile it.
   */
  public version(name: V): ServiceVersion<this> {
    return findVersion(this, name);
  }

  /**
   * A port, for policies and routes: by its name in the Service, or by the name that it was given.
   *
   * @throws ConstructError if it has no such port.
   */
  public port(name: string): BoundPort {
    return findPort(this, name);
  }

  /**
   * Admits a caller, and so refuses all that are not admitted by name.
   *
   * @throws ConstructError listing what is wrong with `options`.
   */
  public allowFrom(caller: IMeshPeer, options: AccessOptions = {}): this {
    checkProps(this, { caller, ...options }, { caller: required(peerCheck), ...ACCESS_CHECKS });
    refuse(this, ruleProblems(this, { ...options, from: [caller] }));
    AccessScopes.of(this).close(this, this);
    this.access.admit({ ...options, from: [caller] });
    return this;
  }

  /**
   * Says that this app calls another, which then admits it wherever callers need to be admitted. Like {@link expose} it closes
   * nothing by itself. A service that the program does not own is only declared to be called.
   *
   * @throws ConstructError listing what is wrong with `options`.
   */
  public callsTo(called: IPortedService, options: AccessOptions = {}): this {
    checkProps(this, { called, ...options }, { called: required(calledCheck), ...ACCESS_CHECKS });
    refuse(this, ruleProblems(called, options));
    declareIntent(this, {
      kind: 'call',
      caller: this.caller,
      app: appReference(called),
      targetPorts:
        options.ports || options.notPorts
          ? meantPorts(called.ports, options).map((each) => each.targetPort)
          : undefined,
      methods: options.methods,
      paths: options.paths,
    });
    if (isSecuredWorkload(called)) called.access.admit({ ...options, from: [this] });
    return this;
  }

  /**
   * Puts the app behind a gateway, which is also admitted as a caller wherever callers need to be. `methods` and `paths` limit
   * what it is admitted for.
   *
   * @throws ConstructError listing what is wrong with `props`, such as a host that the gateway does not serve.
   */
  public expose(gateway: IngressGateway, props: ExposeProps): this {
    const checked = kind('an IngressGateway', (each) => each instanceof IngressGateway);
    checkProps(this, { gateway, ...props }, { gateway: required(checked), ...EXPOSE_CHECKS });
    const { hosts, path = '/', stripPath = false, port: named, ...access } = props;
    const byLayer = (['http', 'tls', 'tcp'] as const).flatMap((layer) =>
      this.ports.filter((each) => PROTOCOLS[each.protocol].layer === layer),
    );
    const chosen = named ?? byLayer[0];
    if (!chosen) throw new ConstructError(this.node.path, ['expose: it has no port']);
    const opaque = !isHttp(chosen.protocol) && (path !== '/' || stripPath);
    refuse(this, [
      ...ruleProblems(this, { ...access, ports: [chosen] }),
      ...portProblems(chosen, this),
      ...(opaque
        ? [`path must be left out for ${chosen.name} (${chosen.protocol}): nobody on the way sees paths`]
        : []),
    ]);
    const exposure = {
      app: this,
      port: chosen,
      path: path === '/' ? path : path.replace(/\/+$/, ''),
      strips: stripPath,
    };
    refuse(
      this,
      hosts.flatMap((host) => gateway.admit(host, exposure)),
    );
    if (!gateway.node.tryFindChild('access')) {
      new GatewayAccess(gateway, 'access', gateway.name, gateway.proxies, gateway.opaqueServers);
    }
    this.access.admit({ ...access, from: [gateway.proxies] });
    declareIntent(this, {
      kind: 'exposure',
      gateway: {
        namespace: gateway.proxies.namespace.namespaceName,
        name: gateway.name,
        serviceAccount: gateway.proxies.serviceAccount,
      },
      app: appReference(this),
      hosts,
      path: exposure.path,
      targetPorts: [chosen.targetPort],
    });
    return this;
  }

  /** The app as intents name who calls. @internal */
  public get caller(): CallerReference {
    return { ...appReference(this), serviceAccount: this.serviceAccount };
  }
}

const calledCheck = kind('a MeshApp or a MeshService with ports', isPortedService);

/** Envoy compares paths without the query, after it has resolved dots. */
function checkPath(path: unknown): string | undefined {
  if (typeof path !== 'string' || !path.startsWith('/')) return `must begin with a slash, got ${given(path)}`;
  if (/[?#*\s]/.test(path)) {
    return `must be a path without query and wildcard, for all below it is meant anyway, got ${given(path)}`;
  }
  return /\/(\/|\.{1,2}(\/|$))/.test(path)
    ? `must have no empty segments and no . or .., which Envoy resolves first, got ${given(path)}`
    : undefined;
}
