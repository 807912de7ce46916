/** Requests and limits. Source: the validation of resource requirements in Kubernetes 1.36. */
import { checkLabelKey } from '../../values/label';
import { given } from '../../values/given';
import { isUnresolved } from '../../values/unresolved';
import { type Amount, amountOf, isMultiple, isWhole } from './amount';
import { type Fields, type Part } from './part';

const STANDARD: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage']);
const HUGE_PAGES = 'hugepages-';
const MOST_QUOTA_PREFIX = 253 - 'requests.'.length;

/** `resources` of a container, or of a pod where only some names fit. */
export function checkResources(owner: Part, isPodLevel = false): void {
  const resources = owner.part('resources');
  if (resources === undefined) return;
  checkAmounts(resources, 'limits', isPodLevel);
  checkAmounts(resources, 'requests', isPodLevel);
  const [requests, limits] = [resources.map('requests'), resources.map('limits')];
  for (const name of Object.keys(requests)) checkRequest(resources, name, requests[name], limits);
  checkHugePages(resources, requests, limits);
}

/** No container may have more than its pod. The server writes the path like this. */
export function checkWithinPod(spec: Part): void {
  const pod = spec.part('resources');
  if (pod === undefined) return;
  const most = pod.map('limits');
  spec.parts('containers').forEach((container, index) => {
    const limits = container.part('resources')?.map('limits') ?? {};
    for (const name of Object.keys(limits)) {
      if (!Object.hasOwn(most, name) || isUnresolved(limits[name]) || isUnresolved(most[name])) continue;
      const [own, all] = [amountOf(limits[name]), amountOf(most[name])];
      if (own === undefined || all === undefined || own <= all) continue;
      const path = pod.path.field('containers').item(index).key(name).field('limits');
      pod.fail(
        'resources',
        path,
        `must be at most the limit of the pod ${given(most[name])}, got ${given(limits[name])}`,
      );
    }
  });
}

/** What a pod costs on top of its containers: judged like limits. */
export function checkOverhead(spec: Part): void {
  checkAmounts(spec, 'overhead', false);
}

/** Whether containers can ask for it. */
export function isContainerResource(name: string): boolean {
  return nameProblem(name, false) === undefined;
}

function checkAmounts(resources: Part, field: string, isPodLevel: boolean): void {
  const amounts = resources.map(field);
  for (const name of Object.keys(amounts)) {
    const value = amounts[name];
    if (value === undefined) continue;
    const problem = nameProblem(name, isPodLevel) ?? amountProblem(name, value);
    if (problem !== undefined && !isUnresolved(value))
      resources.fail('resources', resources.path.field(field).key(name), problem, value);
  }
}

function nameProblem(name: string, isPodLevel: boolean): string | undefined {
  if (STANDARD.has(name)) {
    return isPodLevel && name === 'ephemeral-storage' ? `must be cpu, memory or hugepages-<size> for a pod` : undefined;
  }
  if (checkLabelKey(name) !== undefined || !isResource(name))
    return `must be cpu, memory, ephemeral-storage, hugepages-<size> or a name with a domain such as example.com/gpu, got ${given(name)}`;
  return isPodLevel && !name.startsWith(HUGE_PAGES)
    ? `must be cpu, memory or hugepages-<size> for a pod, got ${given(name)}`
    : undefined;
}

function isResource(name: string): boolean {
  if (isNative(name)) return name.includes('/') || name.startsWith(HUGE_PAGES);
  return !name.startsWith('requests.') && name.indexOf('/') <= MOST_QUOTA_PREFIX;
}

function isNative(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

function amountProblem(name: string, value: unknown): string | undefined {
  const amount = amountOf(value);
  if (amount === undefined) return `must be a quantity such as 250m, 0.5 or 128Mi, got ${given(value)}`;
  if (amount < 0) return `must not be negative, got ${given(value)}`;
  if (STANDARD.has(name)) return undefined;
  if (!isNative(name) && !isWhole(amount)) return `must be a whole number, got ${given(value)}`;
  if (!name.startsWith(HUGE_PAGES)) return undefined;
  const size = amountOf(name.slice(HUGE_PAGES.length));
  return size !== undefined && size > 0 && isWhole(size) && isMultiple(amount, size)
    ? undefined
    : `must be a multiple of the page size in the name, got ${given(value)}`;
}

function checkRequest(resources: Part, name: string, value: unknown, limits: Fields): void {
  if (value === undefined || isUnresolved(value)) return;
  const mayExceed = isNative(name) && !name.startsWith(HUGE_PAGES);
  if (!Object.hasOwn(limits, name) || limits[name] === undefined) {
    if (!mayExceed && !isUnresolved(resources.fields['limits']))
      resources.fail('resources', 'limits', `must be given for ${name} as well: it cannot be overcommitted`);
    return;
  }
  const limit = limits[name];
  if (value === limit || isUnresolved(limit)) return;
  const [request, most] = [amountOf(value), amountOf(limit)];
  if (request === undefined || most === undefined) return;
  if (mayExceed ? request <= most : isSame(request, most)) return;
  const what = mayExceed ? 'at most' : 'equal to';
  resources.fail(
    'resources',
    'requests',
    `${name} must be ${what} its limit ${given(limit)}, got ${given(value)}`,
    value,
  );
}

function isSame(a: Amount, b: Amount): boolean {
  return a >= b && a <= b;
}

function checkHugePages(resources: Part, requests: Fields, limits: Fields): void {
  const names = [...Object.keys(requests), ...Object.keys(limits)];
  if (!names.some((name) => name.startsWith(HUGE_PAGES))) return;
  if (!names.some((name) => name === 'cpu' || name === 'memory'))
    resources.fail('resources', '', 'must have cpu or memory beside huge pages');
}
