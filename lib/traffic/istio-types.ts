export type HTTPMatchRequest = Record<string, unknown>;
export type HTTPRoute = Record<string, unknown>;
export type TrafficPolicy = Record<string, unknown>;
export type VirtualServiceSpec = Record<string, unknown>;
export type DestinationRuleSpec = Record<string, unknown>;
