/**
 * What constructs declare beside their objects: who calls whom, what is exposed, what takes plain text, what may be cut off. Plain
 * data, left as metadata of the constructs' nodes, which a program collects and plain cdk8s ignores.
 */

/** Metadata type of a {@link DeclaredIntent}. */
export const INTENT_METADATA = 'istio-constructs:intent';

/** An app, by its namespace and the name of its Service. */
export interface AppReference {
  readonly namespace: string;
  readonly name: string;
}

/** Somebody who calls with an mTLS identity. */
export interface CallerReference extends AppReference {
  /** The ServiceAccount that it runs as. */
  readonly serviceAccount: string;
}

/** An app calls another. */
export interface DeclaredCall {
  readonly kind: 'call';
  readonly caller: CallerReference;
  readonly app: AppReference;

  /** Ports of the called app's containers that are called; every port where absent. */
  readonly targetPorts?: readonly number[] | undefined;

  /** Methods that are used; any where absent. */
  readonly methods?: readonly string[] | undefined;

  /** Paths that are used, as an AuthorizationPolicy writes them; any where absent. */
  readonly paths?: readonly string[] | undefined;
}

/** An app is reached from outside the mesh by way of gateway proxies. */
export interface DeclaredExposure {
  readonly kind: 'exposure';

  /** The proxies, by the namespace they run in; `name` is that of the Gateway. */
  readonly gateway: CallerReference;
  readonly app: AppReference;
  readonly hosts: readonly string[];
  readonly path: string;
  readonly targetPorts: readonly number[];
}

/** A port that callers without an identity use, such as a Prometheus outside the mesh. */
export interface DeclaredPlainText {
  readonly kind: 'plain-text';
  readonly app: AppReference;
  readonly targetPorts: readonly number[];
  readonly reason: string;
}

/** An app that a policy may cut off from its declared callers. */
export interface DeclaredCutOff {
  readonly kind: 'cut-off';
  readonly app: AppReference;
  readonly reason: string;
}

/** One thing that a construct declares. */
export type DeclaredIntent = DeclaredCall | DeclaredExposure | DeclaredPlainText | DeclaredCutOff;
