/** How much a {@link Finding} weighs: an `error` stops the synth, a `warning` and an `info` are printed. */
export type Severity = 'error' | 'warning' | 'info';

/**
 * Who would say it: the Kubernetes API server, istiod's validating webhook, or this library, for what both accept and
 * what goes wrong all the same.
 */
export type Judge = 'api-server' | 'istiod' | 'istio-constructs';

/** One thing that is wrong, or worth knowing, about one object or construct. */
export interface Finding {
  readonly severity: Severity;

  readonly judge: Judge;

  /** The rule's stable name, such as `mesh-app/no-probes`: what a suppression or a test refers to. */
  readonly rule: string;

  /**
   * The field, as the API server writes it (`spec.http[0].route[0].weight`), or the prop of a construct; empty where
   * the object as a whole is meant.
   */
  readonly path: string;

  /** What is wrong and what is allowed, in lower case, without the path. */
  readonly message: string;

  /** What was given. Never the content of a Secret. */
  readonly value?: unknown;

  /** What to do about it. */
  readonly fix?: string | undefined;
}
