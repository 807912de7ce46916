/**
 * What istiod's validating webhook says of an object that the API server accepts.
 *
 * Source: the behaviour of Istio 1.31, measured check by check. The names of the rules are the ids of those checks with the kind
 * before them.
 */
import { type Manifest } from '../../model/manifest';
import { type Finding } from '../../values/finding';
import { Report } from '../report';
import { checkMetadata } from './common/metadata';

/** Looks at one object of a kind, of which the API server has seen that types and required fields are right. */
export type KindCheck = (object: Manifest, report: Report) => void;

/* eslint-disable @typescript-eslint/no-require-imports, @typescript-eslint/consistent-type-imports -- loaded when needed */
/** The checks of a kind, loaded when the first object of it comes. */
const CHECKS: Readonly<Record<string, () => KindCheck>> = {
  AuthorizationPolicy: () =>
    (require('./authorization-policy') as typeof import('./authorization-policy')).checkAuthorizationPolicy,
  DestinationRule: () => (require('./destination-rule') as typeof import('./destination-rule')).checkDestinationRule,
  EnvoyFilter: () => (require('./envoy-filter') as typeof import('./envoy-filter')).checkEnvoyFilter,
  Gateway: () => (require('./gateway') as typeof import('./gateway')).checkGateway,
  PeerAuthentication: () =>
    (require('./peer-authentication') as typeof import('./peer-authentication')).checkPeerAuthentication,
  ProxyConfig: () => (require('./proxy-config') as typeof import('./proxy-config')).checkProxyConfig,
  RequestAuthentication: () =>
    (require('./request-authentication') as typeof import('./request-authentication')).checkRequestAuthentication,
  ServiceEntry: () => (require('./service-entry') as typeof import('./service-entry')).checkServiceEntry,
  Sidecar: () => (require('./sidecar') as typeof import('./sidecar')).checkSidecar,
  Telemetry: () => (require('./telemetry') as typeof import('./telemetry')).checkTelemetry,
  TrafficExtension: () =>
    (require('./traffic-extension') as typeof import('./traffic-extension')).checkTrafficExtension,
  VirtualService: () => (require('./virtual-service') as typeof import('./virtual-service')).checkVirtualService,
  WasmPlugin: () => (require('./wasm-plugin') as typeof import('./wasm-plugin')).checkWasmPlugin,
  WorkloadEntry: () => (require('./workload-entry') as typeof import('./workload-entry')).checkWorkloadEntry,
  WorkloadGroup: () => (require('./workload-group') as typeof import('./workload-group')).checkWorkloadGroup,
};
/* eslint-enable @typescript-eslint/no-require-imports, @typescript-eslint/consistent-type-imports */

/** Those that are loaded: `require` takes as long to say that it has a module as the checks of a small object take. */
const loaded = new Map<string, KindCheck>();

function checkOf(kind: string): KindCheck | undefined {
  const known = loaded.get(kind);
  if (known !== undefined || !Object.hasOwn(CHECKS, kind)) return known;
  const check = CHECKS[kind]?.();
  if (check !== undefined) loaded.set(kind, check);
  return check;
}

/** Findings of judge `istiod`; none for kinds that its webhook does not look at. */
export function webhookFindings(object: Manifest): readonly Finding[] {
  const { apiVersion, kind } = object as { readonly apiVersion: string; readonly kind: string };
  const report = new Report('istiod');
  const check = apiVersion.includes('.istio.io/') ? checkOf(kind) : undefined;
  if (check !== undefined) {
    checkMetadata(object, report);
    check(object, report);
  }
  return report.findings;
}
