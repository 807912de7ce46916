export type { Finding, Judge, RetryCondition, Severity } from './values';
export { derive, isUnresolved } from './values';
export type { CipherSuite } from './values/cipher-suite';
export type { GrpcStatus } from './values/grpc-status';

export { DataPlane, type SidecarOptions } from './model/data-plane';
export type { ManifestFile } from './model/metadata';
export type { Protocol } from './model/protocol';
export type {
  AppReference,
  CallerReference,
  DeclaredCall,
  DeclaredCutOff,
  DeclaredExposure,
  DeclaredIntent,
  DeclaredPlainText,
} from './model/intents';
export type { MeshSettingsProps } from './model/settings';

export { ConstructError } from './tree/construct-error';
export { GatewayProxies, type GatewayProxiesProps, type GatewayProxyPort } from './tree/gateway-proxies';
export type { BoundPort, IMeshNamespace, IMeshPeer, IMeshWorkload, IPortedService, PeerSource } from './tree/handles';
export { MeshPort, type MeshPortOptions } from './tree/mesh-port';
export { MeshSettings } from './tree/mesh-settings';

export { CanaryRoute, type CanaryRouteProps, type SessionAffinity } from './traffic/canary-route';
export { CanaryStep, type CanaryStepOptions, CanarySteps, type CanaryStepsOptions } from './traffic/canary-steps';
export {
  CircuitBreaker,
  type CircuitBreakerProps,
  type OutlierDetection,
  type VersionPolicy,
} from './traffic/circuit-breaker';
export {
  ConnectionPolicy,
  type ConnectionPolicyProps,
  type PortSettings,
  type RetryBudget,
} from './traffic/connection-policy';
export type { ConnectionSettings } from './traffic/connection-settings';
export type { ConnectionPool, H2UpgradePolicy, Http2KeepAlive, TcpKeepalive } from './traffic/connection-pool';
export { type FaultAbort, type FaultDelay, FaultInjection, type FaultInjectionProps } from './traffic/fault-injection';
export {
  GatewayServer,
  type GatewayServerOptions,
  type HttpServerOptions,
  type HttpsServerOptions,
  type TcpServerOptions,
  type TlsVersion,
} from './traffic/gateway-server';
export { type FieldMatch, HttpMatch } from './traffic/http-match';
export { HttpRouting, type HttpRoutingProps, type WeightedDestination } from './traffic/http-routing';
export { IngressGateway, type IngressGatewayProps } from './traffic/ingress-gateway';
export {
  type BalancingOptions,
  type HashCookieOptions,
  type HashOptions,
  LoadBalancing,
  type Warmup,
  type WarmupOptions,
} from './traffic/load-balancing';
export { type FailoverOptions, Locality } from './traffic/locality';
export { MeshService } from './traffic/mesh-service';
export { RoutedMeshService, type RoutedServiceOptions, type RoutedVersion } from './traffic/routed-mesh-service';
export type { PublicHost } from './traffic/public-host';
export type { Exposure, HostGateway } from './traffic/public-hosts';
export type { ServingGateway } from './traffic/server-conflicts';
export type { RouteRetries } from './traffic/retries';
export type { CollectedRoute, CollectedRoutes } from './traffic/collected-routes';
export { CorsOrigin, type CorsPolicy } from './traffic/cors-policy';
export { DirectResponse, type DirectResponseOptions } from './traffic/direct-response';
export type { HeaderChanges, HeaderEdits } from './traffic/header-changes';
export { HttpRedirect, type RedirectOptions } from './traffic/http-redirect';
export type { MatchBlock, SourceCondition } from './traffic/match-block';
export type { Condition as MatchCondition } from './traffic/match-condition';
export type { Mirror, MirroredService } from './traffic/mirror';
export { PathChange } from './traffic/path-change';
export { TrafficMirror, type TrafficMirrorProps } from './traffic/traffic-mirror';
export type {
  HttpRewrite,
  MirrorCopy,
  Phase,
  RouteAnswer,
  RouteEffect,
  RouteFragment,
  RouteOverlay,
  WeightedVersion,
} from './traffic/route-fragment';
export type { PolicyContribution, PortPolicy } from './traffic/collect-policy';
export { type IMeshService, ServiceRouting } from './traffic/service-routing';
export { ServiceVersion, type VersionOf } from './traffic/service-version';

export type { AccessOptions, AccessRule } from './security/access-rule';
export { AllowPolicy, type AllowPolicyProps } from './security/allow-policy';
export { type CutOff, DenyAllPolicy, type DenyAllPolicyProps } from './security/deny-all-policy';
export { DenyPolicy, type DenyPolicyProps } from './security/deny-policy';
export type { AccessPolicyProps, PolicyTarget } from './security/access-policy';
export { Condition, ConditionField, type ConditionLayer } from './security/condition';
export { MeshPeer } from './security/mesh-peer';
export type { MtlsMode } from './security/mtls-mode';
export { PeerMtls, type PeerMtlsPort, type PeerMtlsProps } from './security/peer-mtls';
export { type PolicyScope, WholeMesh } from './security/policy-scope';
export type { ISecuredWorkload } from './security/secured-workload';
export { type MtlsException, StrictMtls, type StrictMtlsProps } from './security/strict-mtls';
export type { WorkloadAccess } from './security/workload-access';
export type { WorkloadMtls } from './security/workload-mtls';

export { AdoptedApp, type AdoptedAppProps } from './workload/adopted-app';
export type { AppVersionProps } from './workload/app-version';
export type { Autoscaling } from './workload/autoscaling';
export type { Hardening } from './workload/hardening';
export { InitContainer, type InitContainerOptions, type InitNetwork } from './workload/init-container';
export { Injection } from './workload/injection';
export { AppBase, type ExposeProps } from './workload/app-base';
export { type Env, type EnvKeyOptions, EnvSource, type EnvSourceOptions, EnvValue } from './workload/env-value';
export type { EnvoyLogComponent, EnvoyLogLevel } from './workload/envoy-log';
export { MeshApp } from './workload/mesh-app';
export type { MeshAppProps } from './workload/mesh-app-props';
export { MeshNamespace, type MeshNamespaceProps } from './workload/mesh-namespace';
export type { PodOverrides } from './workload/pod-overrides';
export { PreStop } from './workload/pre-stop';
export { type AppProbes, Probe, type ProbeOptions, type ProbeTiming } from './workload/probe';
export type { ProxyResources, ProxySettings } from './workload/proxy-settings';
export type { ContainerResources, FullAmounts, ResourceAmounts } from './workload/resources';
export {
  type IngressListener,
  type IReachableService,
  SidecarScope,
  type SidecarScopeProps,
} from './workload/sidecar-scope';
export { Spread, type SpreadOptions } from './workload/spread';
export {
  type EmptyDirOptions,
  type EphemeralClaimOptions,
  type FilesOptions,
  type MountOptions,
  Volume,
  type Volumes,
} from './workload/volume';
export type { VolumeClaim } from './workload/volume-claim';
export { type StatefulSetOptions, WorkloadKind } from './workload/workload-kind';
export type { WorkloadObjects } from './workload/workload-objects';

export {
  type ConstructFinding,
  ManifestValidation,
  type ManifestValidationContext,
  type ManifestValidationProps,
  MeshProgram,
  type MeshProgramProps,
  type ProgramIntent,
  type ProgramIntents,
  type RuleSeverities,
  type RuleSeverity,
  type ValidationProps,
} from './program';

export { type LoadSchemasOptions, Schemas } from './validation/schemas';
export { validateObject, type ValidateOptions } from './validation/validate-object';

export type { GatewayInstallPort, GatewayInstallProps } from './install/gateway-install';
export type { Addon } from './install/install-script';
export {
  type InstallGateways,
  type InstallProfile,
  IstioInstall,
  type IstioInstallProps,
} from './install/istio-install';
export type { MeshConfig } from './install/mesh-config';

export {
  type DashboardPanel,
  type DashboardQuery,
  MeshDashboard,
  type MeshDashboardProps,
} from './observability/mesh-dashboard';

export {
  Call,
  Caller,
  type Answer,
  type CallerHandle,
  type CallOptions,
  type GatewayHandle,
  type ServiceHandle,
} from './mesh/call';
export { Mesh, type MeshOptions } from './mesh/mesh';
export type {
  DeclaredExternal,
  DeclaredGateway,
  DeclaredHost,
  DeclaredNamespace,
  MeshDeclarations,
} from './model/declarations';
export type { Manifest } from './model/manifest';
export type { MeshObject } from './model/mesh-object';
export type { SourcedManifest } from './model/mesh-model';
export type { Source } from './model/source';
export type { AuthorizationOutcome, Outcome, Result, RetryLimits, SeenRequest } from './simulation/outcome';
export type { Behaviour, ClientTls, MeshRequest } from './simulation/request';
export type { RequestToken } from './simulation/server-request';
export type { Stage, TraceStep } from './simulation/trace';
