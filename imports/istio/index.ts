// Generated from the CRDs of Istio 1.29, 1.30, 1.31. Do not edit: see the README of imports/.

export * from './authorization-policy';
export * from './destination-rule';
export * from './envoy-filter';
export * from './gateway';
export * from './peer-authentication';
export * from './proxy-config';
export * from './request-authentication';
export * from './service-entry';
export * from './shared';
export * from './sidecar';
export * from './telemetry';
export * from './traffic-extension';
export * from './virtual-service';
export * from './wasm-plugin';
export * from './workload-entry';
export * from './workload-group';
