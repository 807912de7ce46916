/** The parts of Istio's kinds that this layer makes. Types only: nothing is loaded. */
export type { AuthorizationPolicySpec, From, Rules } from '../../imports/istio/authorization-policy';
export type { PeerAuthenticationSpec } from '../../imports/istio/peer-authentication';
