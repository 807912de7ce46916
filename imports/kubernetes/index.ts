// Generated from the OpenAPI of Kubernetes 1.36. Do not edit: see the README of imports/.

export * from './cluster-role-binding';
export * from './cluster-role';
export * from './config-map';
export * from './cron-job';
export * from './custom-resource-definition';
export * from './daemon-set';
export * from './deployment';
export * from './horizontal-pod-autoscaler';
export * from './job';
export * from './mutating-webhook-configuration';
export * from './namespace';
export * from './network-policy';
export * from './pod-disruption-budget';
export * from './pod-template';
export * from './pod';
export * from './role-binding';
export * from './role';
export * from './secret';
export * from './service-account';
export * from './service';
export * from './shared';
export * from './stateful-set';
export * from './validating-webhook-configuration';
