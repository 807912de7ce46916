export type { Finding, Judge, Severity } from './finding';
export { derive, isUnresolved } from './unresolved';
