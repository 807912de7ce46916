export type { Finding, Judge, Severity } from './finding';
export type { RetryCondition } from './retry-condition';
export { derive, isUnresolved } from './unresolved';
