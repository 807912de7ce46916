/** For every kind of Istio, and some of the Gateway API, the smallest specs that say something and that the API server takes. */

/** An object as JSON. */
export interface JsonObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** Specs by kind, each with lists, maps, enums, numbers and CEL rules where the kind has them. */
const SPECS: Readonly<Record<string, { readonly group: string; readonly spec: Readonly<Record<string, unknown>> }>> = {
  AuthorizationPolicy: {
    group: 'security.istio.io',
    spec: {
      selector: { matchLabels: { app: 'reviews' } },
      action: 'ALLOW',
      rules: [{ from: [{ source: { namespaces: ['shop'] } }], to: [{ operation: { ports: ['8080'] } }] }],
    },
  },
  DestinationRule: {
    group: 'networking.istio.io',
    spec: {
      host: 'reviews',
      trafficPolicy: { connectionPool: { tcp: { maxConnections: 10, connectTimeout: '1s' } } },
      subsets: [{ name: 'v1', labels: { version: 'v1' } }],
    },
  },
  EnvoyFilter: {
    group: 'networking.istio.io',
    spec: { priority: 1, configPatches: [{ applyTo: 'CLUSTER', patch: { operation: 'MERGE', value: { name: 'a' } } }] },
  },
  Gateway: {
    group: 'networking.istio.io',
    spec: {
      selector: { istio: 'ingress' },
      servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['a.example.com'] }],
    },
  },
  PeerAuthentication: {
    group: 'security.istio.io',
    spec: {
      selector: { matchLabels: { app: 'reviews' } },
      mtls: { mode: 'STRICT' },
      portLevelMtls: { '8080': { mode: 'DISABLE' } },
    },
  },
  ProxyConfig: { group: 'networking.istio.io', spec: { concurrency: 2, environmentVariables: { A: 'b' } } },
  RequestAuthentication: {
    group: 'security.istio.io',
    spec: { jwtRules: [{ issuer: 'a', jwksUri: 'https://a.example.com/keys', timeout: '1s' }] },
  },
  ServiceEntry: {
    group: 'networking.istio.io',
    spec: {
      hosts: ['a.example.com'],
      ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
      resolution: 'STATIC',
      endpoints: [{ address: '1.2.3.4', ports: { tls: 8443 } }],
    },
  },
  Sidecar: {
    group: 'networking.istio.io',
    spec: {
      ingress: [{ port: { number: 9080, protocol: 'HTTP', name: 'a' }, defaultEndpoint: '127.0.0.1:80' }],
      egress: [{ hosts: ['./*'] }],
    },
  },
  Telemetry: {
    group: 'telemetry.istio.io',
    spec: { tracing: [{ randomSamplingPercentage: 1.5, customTags: { a: { literal: { value: 'b' } } } }] },
  },
  TrafficExtension: {
    group: 'extensions.istio.io',
    spec: { phase: 'AUTHN', wasm: { url: 'oci://a.example.com/filter', pluginConfig: { a: 1 } } },
  },
  VirtualService: {
    group: 'networking.istio.io',
    spec: {
      hosts: ['reviews'],
      http: [
        {
          match: [{ headers: { user: { exact: 'jason' } } }],
          route: [{ destination: { host: 'reviews', port: { number: 80 } }, weight: 100 }],
          timeout: '1s',
        },
      ],
    },
  },
  WasmPlugin: {
    group: 'extensions.istio.io',
    spec: {
      url: 'oci://a.example.com/filter',
      pluginConfig: { a: [1, { b: null }] },
      match: [{ ports: [{ number: 80 }] }],
    },
  },
  WorkloadEntry: { group: 'networking.istio.io', spec: { address: '1.2.3.4', labels: { app: 'a' }, weight: 1 } },
  WorkloadGroup: {
    group: 'networking.istio.io',
    spec: { template: { ports: { http: 8080 } }, probe: { httpGet: { port: 80 }, periodSeconds: 5 } },
  },
};

/** Names of Istio's kinds. */
export const ISTIO_KINDS: readonly string[] = Object.keys(SPECS);

/** The group of one of Istio's kinds. */
export function groupOf(kind: string): string {
  return SPECS[kind]?.group ?? '';
}

/** A sound object of one of Istio's kinds, made anew each time. */
export function soundObject(kind: string, version = 'v1'): JsonObject {
  const { group, spec } = SPECS[kind] ?? { group: '', spec: {} };
  return {
    apiVersion: `${group}/${version}`,
    kind,
    metadata: { name: 'a', namespace: 'shop' },
    spec: structuredClone(spec),
  };
}

/** An HTTPRoute whose defaults are left to the API server. */
export function httpRoute(spec: Readonly<Record<string, unknown>> = { rules: [{}] }): JsonObject {
  return { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name: 'a' }, spec };
}
