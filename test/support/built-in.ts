/** Objects of Kubernetes' own kinds for tests of what the API server says of them, and their verdicts. */
import { validateObject } from '../../lib/validation/validate-object';

/** Fields of an object. */
export type Fields = Readonly<Record<string, unknown>>;

/** A case: what it shows, an object, and what is found in it, as rule and path. */
export type Case = readonly [title: string, object: Fields, found: readonly (readonly [rule: string, path: string])[]];

/** Rules, without `kubernetes/`, and paths of what the server refuses. */
export function refused(object: Fields): readonly (readonly string[])[] {
  return found(object, 'error');
}

/** Rules and paths of what it warns of. */
export function warned(object: Fields): readonly (readonly string[])[] {
  return found(object, 'warning');
}

function found(object: Fields, severity: string): readonly (readonly string[])[] {
  const findings = validateObject(object).filter((finding) => finding.severity === severity);
  return findings.map(({ rule, path }) => [rule.replace(/^kubernetes\//, ''), path]);
}

/** Runs the cases. */
export function casesOf(cases: readonly Case[]): void {
  test.each(cases.map(([title, object, expected]) => ({ title, object, expected })))(
    '$title',
    ({ object, expected }) => {
      expect(refused(object)).toEqual(expected);
    },
  );
}

/** A sound container, and what differs from it. */
export function container(change: Fields = {}): Fields {
  return { name: 'web', image: 'nginx:1.27', ...change };
}

/** A Pod of one container. */
export function podOf(change: Fields = {}, spec: Fields = {}): Fields {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [container(change)], ...spec } };
}

/** A sound Deployment, and what differs in its spec. */
export function deployment(spec: Fields = {}, pod: Fields = {}): Fields {
  return workload('Deployment', spec, pod);
}

/** A sound workload of the apps group. */
export function workload(kind: string, spec: Fields = {}, pod: Fields = {}): Fields {
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [container()], ...pod } };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: 'web' },
    spec: { selector: { matchLabels: { app: 'web' } }, template, ...spec },
  };
}

/** A sound Job, and what differs in its spec and its pod. */
export function job(spec: Fields = {}, pod: Fields = {}): Fields {
  const template = { spec: { containers: [container()], restartPolicy: 'Never', ...pod } };
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'once' }, spec: { template, ...spec } };
}

/** A sound Service, and what differs in its spec. */
export function service(spec: Fields = {}): Fields {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { ports: [{ port: 80 }], ...spec } };
}
