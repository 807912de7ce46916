/** The parts of Istio's kinds that this layer makes, by the names of Istio's documentation. Types only: nothing is loaded. */
export type {
  DestinationRuleSpec,
  LoadBalancer,
  LocalityLbSetting,
  OutlierDetection,
  PortLevelSettings,
  Subsets,
  TrafficPolicy,
} from '../../imports/istio/destination-rule';
export type { GatewaySpec, Servers } from '../../imports/istio/gateway';
export type { ConnectionPool, Destination } from '../../imports/istio/shared';
export type {
  CorsPolicy,
  DirectResponse,
  Fault,
  Headers,
  HttpMatch as HTTPMatchRequest,
  HttpRoute as HTTPRouteDestination,
  Mirrors,
  Redirect,
  Request as HeaderOperations,
  Retries,
  Rewrite,
  SpecHttp as HTTPRoute,
  SpecTcp as TCPRoute,
  SpecTls as TLSRoute,
  UriRegexRewrite,
  VirtualServiceSpec,
} from '../../imports/istio/virtual-service';
