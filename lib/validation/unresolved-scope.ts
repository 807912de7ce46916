/**
 * What istiod would say while some values are not known yet. Most of its checks compare fields, so that little can be said: only
 * errors within an element of a list whose elements do not depend on each other, nor on what is not known.
 */
import { type Finding } from '../values/finding';

/** Lists of such elements, by kind. */
const INDEPENDENT: Readonly<Record<string, readonly string[]>> = {
  VirtualService: ['http', 'tcp'],
  AuthorizationPolicy: ['rules'],
};

/** Lists of which one element may be unknown without a word about the others. */
const PARTLY_KNOWN: Readonly<Record<string, readonly string[]>> = {
  VirtualService: ['http', 'tcp', 'hosts'],
  AuthorizationPolicy: ['rules'],
};

const ELEMENT = /^spec\.(\w+)\[(\d+)\]/;

/** @param unresolved - paths of what is not known. */
export function holdsWhileUnresolved(finding: Finding, kind: string, unresolved: readonly string[]): boolean {
  const unknown = unresolved.filter((path) => path === 'spec' || path.startsWith('spec.'));
  if (unknown.length === 0) return true;
  if (finding.severity !== 'error') return false;
  const [element, list] = ELEMENT.exec(finding.path) ?? [];
  if (element === undefined || !isListed(INDEPENDENT, kind, list)) return false;
  return unknown.every((path) => {
    const [other, its] = ELEMENT.exec(path) ?? [];
    return other !== undefined && other !== element && isListed(PARTLY_KNOWN, kind, its);
  });
}

function isListed(lists: Readonly<Record<string, readonly string[]>>, kind: string, name: string | undefined): boolean {
  return name !== undefined && Object.hasOwn(lists, kind) && lists[kind]?.includes(name) === true;
}
