// Generated from the CRDs of the Gateway API 1.6.1. Do not edit: see the README of imports/.

export * from './backend-tls-policy';
export * from './gateway-class';
export * from './gateway';
export * from './grpc-route';
export * from './http-route';
export * from './listener-set';
export * from './reference-grant';
export * from './shared';
export * from './tcp-route';
export * from './tls-route';
export * from './udp-route';
export * from './x-backend-traffic-policy';
export * from './x-backend';
export * from './x-mesh';
