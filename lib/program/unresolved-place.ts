import { Lazy } from 'cdk8s';
import { isUnresolved } from '../values/unresolved';

interface Open {
  readonly value: unknown;
  readonly at: string;
}

/**
 * @param path - of the construct that `json` is from.
 * @throws Error naming the construct and the field whose value is only known after deployment.
 */
export function refuseUnresolved(json: unknown, path: string): void {
  const place = unresolvedPlace(json);
  if (place === undefined) return;
  throw new Error(`${path}: ${place} is only known after deployment and cannot be written to a manifest`);
}

/** As `spec.http[0].weight`; undefined where all is known. */
function unresolvedPlace(value: unknown): string | undefined {
  const seen = new Set<object>();
  const open: Open[] = [{ value, at: '' }];
  for (let next = open.pop(); next; next = open.pop()) {
    if (isUnresolved(next.value)) return next.at;
    if (typeof next.value !== 'object' || next.value === null || seen.has(next.value)) continue;
    seen.add(next.value);
    open.push(...partsOf(next.value, next.at).reverse());
  }
  return undefined;
}

function partsOf(value: object, at: string): Open[] {
  if (value instanceof Lazy) return [{ value: produced(value), at }];
  if (Array.isArray(value)) return value.map((each: unknown, index) => ({ value: each, at: `${at}[${index}]` }));
  return Object.entries(value).map(([key, each]) =>
    // A key is known, or stands for what is not.
    isUnresolved(key)
      ? { value: key, at: `a key of ${at}` }
      : { value: each as unknown, at: at === '' ? key : `${at}.${key}` },
  );
}

/** A Lazy that throws is an error of its own, which is reported as such. */
function produced(lazy: Lazy): unknown {
  try {
    return lazy.produce();
  } catch {
    return undefined;
  }
}
