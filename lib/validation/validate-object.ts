/**
 * What the API server and istiod's webhook would say of one object.
 */
import { type Manifest } from '../model/manifest';
import { type Finding } from '../values/finding';
import { given } from '../values/given';
import { isUnresolved } from '../values/unresolved';
import { customResourceFindings } from './api-server/custom-resource';
import { bundledSchema, istioMinor } from './bundled';
import { webhookFindings } from './istiod';
import { type KindSchema } from './kind-table';
import type * as BuiltInRules from './kubernetes';
import { Report } from './report';
import { schemasProblem, type Schemas } from './schemas';
import { holdsWhileUnresolved } from './unresolved-scope';

/** Options of {@link validateObject}. */
export interface ValidateOptions {
  /**
   * The release of Istio whose schemas count: `1.29`, `1.30`, `1.31` or a patch of these.
   *
   * @default - the newest release that this package knows
   */
  readonly istioVersion?: string | undefined;

  /**
   * The release of Kubernetes. This package has the schemas of one release, 1.36, and takes them whatever is given here.
   *
   * @default "1.36"
   */
  readonly kubernetesVersion?: string | undefined;

  /**
   * Schemas of more kinds; they come before those of the package.
   *
   * @default - none
   */
  readonly schemas?: Schemas | undefined;
}

/**
 * Judges one object as the API server (strict decoding, schema, CEL rules, metadata) and then istiod's webhook would. All that is
 * wrong is said at once; the webhook is asked only about what the API server takes, as in a cluster.
 *
 * For kinds of Kubernetes itself this is the shape and a set of rules that bite, not the server's whole verdict. A kind that has no
 * schema here passes with an `info`. Values that are not known yet are never judged.
 *
 * Pure: the object is not changed, and nothing is read or written.
 *
 * @param object - any JSON value.
 * @throws RangeError if `istioVersion` is none of which there are schemas.
 * @throws TypeError if `schemas` are none.
 */
export function validateObject(object: unknown, options: ValidateOptions = {}): Finding[] {
  const istio = istioMinor(options.istioVersion);
  const wrong = schemasProblem(options.schemas);
  if (wrong !== undefined) throw new TypeError(wrong);
  if (isUnidentified(object)) return [];
  const problem = identityProblem(object);
  if (problem !== undefined) return [problem];
  const { apiVersion, kind } = object as { readonly apiVersion: string; readonly kind: string };
  const schema = options.schemas?.find(apiVersion, kind) ?? bundledSchema(apiVersion, kind, istio);
  if (schema === undefined) return [unknownKind(apiVersion, kind)];
  return judged(object as Manifest, schema);
}

function judged(object: Manifest, schema: KindSchema): Finding[] {
  const { findings, forWebhook, unresolved } = customResourceFindings(object, schema);
  if (findings.some(({ severity }) => severity === 'error')) return findings;
  if (schema.isBuiltIn) {
    const report = new Report('api-server');
    builtInRules().builtInFindings(object, report);
    return report.findings.length === 0 ? findings : [...findings, ...report.findings];
  }
  for (const finding of webhookFindings(forWebhook)) {
    if (holdsWhileUnresolved(finding, schema.kind, unresolved)) findings.push(finding);
  }
  return findings;
}

let loadedRules: typeof BuiltInRules | undefined;

/** Loaded when the first object of such a kind comes, and asked for once, for that costs more than most objects. */
function builtInRules(): typeof BuiltInRules {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (loadedRules ??= require('./kubernetes') as typeof BuiltInRules);
}

/** Whether it is not known yet of what kind the object is: then nothing can be said. */
function isUnidentified(object: unknown): boolean {
  if (isUnresolved(object)) return true;
  if (typeof object !== 'object' || object === null) return false;
  const { apiVersion, kind } = object as Manifest;
  return isUnresolved(apiVersion) || isUnresolved(kind);
}

/** An object says what it is, in texts. */
function identityProblem(object: unknown): Finding | undefined {
  const problem = (path: string, message: string, value?: unknown): Finding => ({
    severity: 'error',
    judge: 'api-server',
    rule: 'api-server/type-meta',
    path,
    message,
    value,
  });
  if (typeof object !== 'object' || object === null || Array.isArray(object))
    return problem('', `must be an object with apiVersion and kind, got ${given(object)}`, object);
  for (const field of ['apiVersion', 'kind']) {
    const value = Object.hasOwn(object, field) ? (object as Manifest)[field] : undefined;
    if (typeof value !== 'string' || value === '')
      return problem(field, `must be given as a text, got ${given(value)}`, value);
  }
  return undefined;
}

function unknownKind(apiVersion: string, kind: string): Finding {
  return {
    severity: 'info',
    judge: 'istio-constructs',
    rule: 'unknown-kind',
    path: 'kind',
    message: `${apiVersion} ${kind} is not checked: there is no schema of it`,
    fix: "give its CustomResourceDefinition's schema by Schemas.load",
  };
}
