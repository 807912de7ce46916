export { type YamlComponent } from './aliases';
export { ConstructGroup, type ConstructGroupOptions } from './construct-group';
export { KubernetesObject, type LiveMetadata } from './kubernetes-object';
export { asList, asMap, asNumber, asString } from './tokens';

export { AllowPolicy, type AllowPolicyArgs } from './components/allow-policy';
export { CanaryRoute, type CanaryRouteArgs } from './components/canary-route';
export { CircuitBreaker, type CircuitBreakerArgs } from './components/circuit-breaker';
export { DenyAllPolicy, type DenyAllPolicyArgs } from './components/deny-all-policy';
export { DenyPolicy, type DenyPolicyArgs } from './components/deny-policy';
export { FaultInjection, type FaultInjectionArgs } from './components/fault-injection';
export { IngressGateway, type IngressGatewayArgs } from './components/ingress-gateway';
export type { InputOf, Inputs } from './components/inputs';
export { IstioInstall, type IstioInstallArgs } from './components/istio-install';
export { MeshApp } from './components/mesh-app';
export type {
  AccessArgs,
  CallerArgs,
  CanaryArgs,
  CircuitBreakerArgs as BreakerArgs,
  DestinationArgs,
  ExposureArgs,
  FaultArgs,
  MeshAppArgs,
  MirrorArgs,
  RouteArgs,
} from './components/mesh-app-args';
export { MeshNamespace, type MeshNamespaceArgs } from './components/mesh-namespace';
export { MeshService, type ServiceOptions } from './components/mesh-service';
export type { ComponentArgs } from './components/plan-component';
export { SidecarScope, type SidecarScopeArgs } from './components/sidecar-scope';
export { StrictMtls, type StrictMtlsArgs } from './components/strict-mtls';
export type { VersionHandle } from './components/version-handle';
