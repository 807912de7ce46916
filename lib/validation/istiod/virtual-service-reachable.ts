/** Routes and matches of a VirtualService that no request reaches, as far as istiod's webhook sees it. Warnings, all of them. */
import { type VirtualServiceSpec } from '../../../imports/istio/virtual-service';
import { given } from '../../values/given';
import { type FieldPath } from '../field-path';
import { type Report } from '../report';
import { hasItems, isSet, type Loose } from './common/loose';
import { covers, isSameMatch, type AnyMatch } from './virtual-service-match-cover';

/** A route of any protocol. */
interface Route {
  readonly name?: string | null | undefined;
  readonly match?: readonly (AnyMatch | null | undefined)[] | null | undefined;
}

/** A match that came before, and where. */
interface Earlier {
  readonly match: AnyMatch;
  readonly route: number;
}

/** Each protocol's routes among themselves, in order. */
export function checkReachable(spec: Loose<VirtualServiceSpec>, path: FieldPath, report: Report): void {
  const prefixes = checkRoutes(spec.http, path.field('http'), report);
  if (prefixes.length > 1) checkPrefixes(prefixes, report);
  checkRoutes(spec.tcp, path.field('tcp'), report);
  checkRoutes(spec.tls, path.field('tls'), report);
}

/** A match by prefix of a path, not equal to one before it. */
interface PrefixMatch {
  readonly match: AnyMatch;
  readonly prefix: string;
  readonly path: FieldPath;
}

function checkRoutes(
  routes: readonly (Route | null | undefined)[] | null | undefined,
  path: FieldPath,
  report: Report,
): readonly PrefixMatch[] {
  const prefixes: PrefixMatch[] = [];
  if (!isSet(routes)) return prefixes;
  const earlier = new Map<string | number, Earlier[]>();
  let catchAll: number | undefined;
  routes.forEach((route, index) => {
    if (!isSet(route)) return;
    const matches = route.match;
    if (!isSet(matches) || !hasItems(matches)) {
      if (catchAll !== undefined)
        reportUnreachable(path.item(index), `after ${nameOf(routes, catchAll)}, which takes all`, report);
      catchAll = index;
      return;
    }
    if (catchAll !== undefined) {
      reportUnreachable(path.item(index), `after ${nameOf(routes, catchAll)}, which takes all`, report);
      return;
    }
    let used = 0;
    const at = path.item(index).field('match');
    for (let number = 0; number < matches.length; number++) {
      const match = matches[number] ?? {};
      const key = textOf(match);
      const same = earlier.get(key);
      const first = same?.find((each) => isSameMatch(each.match, match));
      if (first !== undefined) {
        used++;
        reportIneffective(at.item(number), `has the same match as ${nameOf(routes, first.route)} before it`, report);
        continue;
      }
      if (same === undefined) earlier.set(key, [{ match, route: index }]);
      else same.push({ match, route: index });
      const prefix = match.uri?.prefix;
      if (prefix) prefixes.push({ match, prefix, path: at.item(number) });
    }
    if (used === matches.length)
      reportUnreachable(path.item(index), 'as routes before it have all its matches', report);
  });
  return prefixes;
}

/** What most matches differ in: only those that agree in it are compared. */
function textOf({ uri, sniHosts, port }: AnyMatch): string | number {
  return uri?.exact ?? uri?.prefix ?? uri?.regex ?? sniHosts?.[0] ?? port ?? 0;
}

function nameOf(routes: readonly (Route | null | undefined)[], index: number): string {
  const name = routes[index]?.name;
  return name ? `route ${given(name)}` : `route ${index}`;
}

function reportUnreachable(path: FieldPath, why: string, report: Report): void {
  report.warning('virtual-service/unreachable', path, `is never reached, ${why}`, {
    fix: 'put it before, or remove it',
  });
}

function reportIneffective(path: FieldPath, why: string, report: Report): void {
  report.warning('virtual-service/ineffective-match', path, why, { fix: 'remove it, or put its route before' });
}

/** Prefixes that begin with one before them: sought by the lengths that there are, as pairs would be many in a long VirtualService. */
function checkPrefixes(prefixes: readonly PrefixMatch[], report: Report): void {
  const earlier = new Map<string, PrefixMatch[]>();
  const lengths = new Set<number>();
  for (const later of prefixes) {
    const { match, prefix, path } = later;
    for (const length of lengths) {
      const wider = length < prefix.length ? earlier.get(prefix.slice(0, length)) : undefined;
      const before = wider?.find((each) => covers(each.match, match));
      if (before === undefined) continue;
      const why = `has prefix ${given(prefix)}, which prefix ${given(before.prefix)} at ${before.path.toString()} takes before it`;
      reportIneffective(path, why, report);
      break;
    }
    const same = earlier.get(prefix);
    if (same === undefined) earlier.set(prefix, [later]);
    else same.push(later);
    lengths.add(prefix.length);
  }
}
