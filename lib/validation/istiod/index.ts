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
  EnvoyFilter: () => (require('./envoy-filter') as typeof import('./envoy-filter')).checkEnvoyFilter,
  PeerAuthentication: () =>
    (require('./peer-authentication') as typeof import('./peer-authentication')).checkPeerAuthentication,
  ProxyConfig: () => (require('./proxy-config') as typeof import('./proxy-config')).checkProxyConfig,
  RequestAuthentication: () =>
    (require('./request-authentication') as typeof import('./request-authentication')).checkRequestAuthentication,
  Telemetry: () => (require('./telemetry') as typeof import('./telemetry')).checkTelemetry,
  TrafficExtension: () =>
    (require('./traffic-extension') as typeof import('./traffic-extension')).checkTrafficExtension,
  WasmPlugin: () => (require('./wasm-plugin') as typeof import('./wasm-plugin')).checkWasmPlugin,
};
/* eslint-enable @typescript-eslint/no-require-imports, @typescript-eslint/consistent-type-imports */

/** Findings of judge `istiod`; none for kinds that its webhook does not look at. */
export function webhookFindings(object: Manifest): readonly Finding[] {
  const { apiVersion, kind } = object as { readonly apiVersion: string; readonly kind: string };
  const report = new Report('istiod');
  const group = apiVersion.split('/')[0] ?? '';
  if (group.endsWith('.istio.io') && Object.hasOwn(CHECKS, kind)) {
    checkMetadata(object, report);
    CHECKS[kind]?.()(object, report);
  }
  return report.findings;
}
