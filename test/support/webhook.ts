import { webhookFindings } from '../../lib/validation/istiod';

/** A finding in short: its rule and its path, and `warning` where it is one. */
export type Found = readonly [rule: string, path: string, severity?: 'warning'];

/** What the webhook says of an object of a kind with this spec, given the rules that it may have. */
export function webhookSays(
  apiVersion: string,
  kind: string,
  rules: Readonly<Record<string, string>>,
): (spec: object, metadata?: object) => readonly Found[] {
  return (spec, metadata = {}) =>
    webhookFindings({ apiVersion, kind, metadata: { name: 'x', namespace: 'shop', ...metadata }, spec }).map(
      ({ rule, path, severity, message }) => {
        if (!Object.hasOwn(rules, rule)) throw new Error(`no check is known for rule ${rule}`);
        if (message === '' || /^[A-Z]/.test(message)) throw new Error(`${rule}: no message in lower case: ${message}`);
        return severity === 'warning' ? [rule, path, 'warning'] : [rule, path];
      },
    );
}
