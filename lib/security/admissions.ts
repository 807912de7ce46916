import { type IConstruct } from 'constructs';
import { type AppReference, type DeclaredExposure, type DeclaredIntent } from '../model/intents';
import { isHttp } from '../model/protocol';
import { appReference, type IMeshWorkload } from '../tree/handles';
import { MeshSettings } from '../tree/mesh-settings';
import { declaredIntents } from '../tree/report';
import { ofRoot } from '../tree/root-state';
import { isWildcard } from '../values/host-name';
import { given } from '../values/given';
import { isUnresolved } from '../values/unresolved';
import { type AccessRule } from './access-rule';
import { AccessScopes } from './access-scopes';
import { CallerIndex } from './caller-index';
import { GatewayGuards } from './gateway-guards';
import { MtlsScopes } from './mtls-scopes';
import { coveringKeys, type PolicyScope, scopeKey } from './policy-scope';
import { isFor, type Request } from './rule-coverage';

/** How many callers a message names. */
const MOST_NAMED = 50;

/**
 * Who is admitted where in a tree, and who is declared to call and is not: an app that is closed to all but named callers refuses every
 * other with 403, and nothing says so before it happens.
 */
export class Admissions {
  /** Those of the tree that `scope` is in. */
  public static of(scope: IConstruct): Admissions {
    return ofRoot(scope, 'admissions', () => new Admissions(scope.node.root));
  }

  private readonly workloads = new Map<string, IMeshWorkload>();
  private readonly admitting = new Map<unknown, CallerIndex>();
  private readonly refusing = new Map<unknown, CallerIndex>();

  private constructor(private readonly root: IConstruct) {
    root.node.addValidation({ validate: () => this.problems() });
  }

  /** Adds an app, so that intents, which know it by its name, find it. */
  public addApp(workload: IMeshWorkload): void {
    const key = keyOf(appReference(workload));
    if (key !== undefined) this.workloads.set(key, workload);
  }

  /** Adds a rule that admits callers to everything in a scope. */
  public admit(scope: PolicyScope, rule: AccessRule): void {
    indexAt(this.admitting, scope).add(rule);
  }

  /** Adds a rule that refuses callers of everything in a scope, whoever admits them. */
  public deny(scope: PolicyScope, rule: AccessRule): void {
    indexAt(this.refusing, scope).add(rule);
  }

  /** One message for the callers that no rule admits, one for those that a rule denies, one for needless cut-offs. */
  private problems(): string[] {
    const declared = declaredIntents(this.root);
    const intents = declared.map((each) => each.intent);
    const cutOff = new Set(intents.flatMap((each) => (each.kind === 'cut-off' ? [keyOf(each.app)] : [])));
    const { trustDomain } = MeshSettings.of(this.root);
    const forgotten = new Set<string>();
    const denied = new Set<string>();
    const outside = new Set<string>();
    const called = new Set<string>();
    for (const intent of intents) {
      const key = keyOf(intent.app);
      if (key === undefined || intent.kind === 'cut-off') continue;
      called.add(key);
      const app = cutOff.has(key) ? undefined : this.workloads.get(key);
      if (app) this.judge(intent, app, trustDomain, { forgotten, denied });
      if (app && intent.kind === 'exposure')
        this.judgeClients(intent, app, trustDomain, { forgotten: outside, denied });
    }
    const needless = declared.flatMap(({ construct, intent }) => {
      const key = intent.kind === 'cut-off' ? keyOf(intent.app) : undefined;
      return key === undefined || called.has(key) ? [] : [`${key} in cutOff of ${construct.node.path}`];
    });
    return [
      ...message(
        'callers that are declared would be refused, for no rule admits them:',
        forgotten,
        'add allowFrom to the app that is called, or name the app in cutOff of the DenyAllPolicy',
      ),
      ...message(
        'clients of exposed hosts would be refused by the gateway proxies themselves, for no rule admits them:',
        outside,
        'add an AllowPolicy for the proxies that admits them, such as from MeshPeer.anyone() with their hosts',
      ),
      ...message(
        'callers that are declared would be refused, for a DenyPolicy overrules whoever admits them:',
        denied,
        'take them out of the DenyPolicy, or do not declare the call',
      ),
      ...message('apps are cut off that no declared caller loses:', new Set(needless), 'leave them out of cutOff'),
    ];
  }

  private judge(
    intent: DeclaredIntent,
    app: IMeshWorkload,
    trustDomain: string,
    { forgotten, denied }: { readonly forgotten: Set<string>; readonly denied: Set<string> },
  ): void {
    const closers = AccessScopes.of(this.root).closersOf(app);
    const name = `${callerOf(intent)} -> ${String(app.namespace.namespaceName)}/${app.serviceName}`;
    for (const request of requestsOf(intent, app)) {
      // Behind a port that takes plain text only, nobody has an identity.
      const plain = MtlsScopes.of(this.root).isPlainTextOnly(app, request.targetPort);
      const asked = plain ? { ...request, caller: undefined } : request;
      const some = (rules: Map<unknown, CallerIndex>, doubt: boolean) =>
        coveringKeys(app).some((key) =>
          rules
            .get(key)
            ?.candidates(asked.caller)
            .some((rule) => isFor(rule, asked, trustDomain, doubt)),
        );
      const what = `${name}${describe(request)}`;
      if (some(this.refusing, false)) denied.add(what);
      if (closers.length > 0 && !some(this.admitting, true)) forgotten.add(`${what}, closed by ${first(closers)}`);
    }
  }

  /** Clients have to get past the proxies of a gateway first, by policies for these proxies and for all that is in their namespace. */
  private judgeClients(
    { gateway, hosts, targetPorts }: DeclaredExposure,
    app: IMeshWorkload,
    trustDomain: string,
    { forgotten, denied }: { readonly forgotten: Set<string>; readonly denied: Set<string> },
  ): void {
    const guards = GatewayGuards.of(this.root);
    const proxies = guards.find(gateway)?.proxies;
    if (proxies === undefined) return;
    const [allowing, denying] = [guards.rulesOf(proxies, 'ALLOW'), guards.rulesOf(proxies, 'DENY')];
    const isOpaque = app.ports.every((port) => !targetPorts.includes(port.targetPort) || !isHttp(port.protocol));
    for (const host of hosts) {
      const asked: Request = {
        caller: undefined,
        isOutside: true,
        isOpaque,
        host: isUnresolved(host) || isWildcard(host) ? undefined : host,
      };
      const fits = (rules: readonly AccessRule[], doubt: boolean) =>
        rules.some((rule) => isFor(rule, asked, trustDomain, doubt));
      const wide = (rules: Map<unknown, CallerIndex>) =>
        coveringKeys(proxies).flatMap((key) => rules.get(key)?.candidates(undefined) ?? []);
      const what = `a client of ${isUnresolved(host) ? 'an exposed host' : host} -> gateway ${String(gateway.namespace)}/${gateway.name}`;
      if (fits([...denying.map((each) => each.rule), ...wide(this.refusing)], false)) denied.add(what);
      if (allowing.length > 0 && !fits([...allowing.map((each) => each.rule), ...wide(this.admitting)], true)) {
        forgotten.add(`${what}, closed by ${first(allowing.map((each) => each.source))}`);
      }
    }
  }
}

function indexAt(indexes: Map<unknown, CallerIndex>, scope: PolicyScope): CallerIndex {
  const key = scopeKey(scope);
  const known = indexes.get(key) ?? new CallerIndex();
  indexes.set(key, known);
  return known;
}

function first(closers: readonly IConstruct[]): string {
  return closers.map((each) => each.node.path).reduce((one, other) => (one < other ? one : other));
}

function message(what: string, found: ReadonlySet<string>, fix: string): string[] {
  if (found.size === 0) return [];
  const lines = [...found].sort();
  const more = lines.length > MOST_NAMED ? [`and ${lines.length - MOST_NAMED} more`] : [];
  return [[what, ...[...lines.slice(0, MOST_NAMED), ...more].map((line) => `    ${line}`), `  fix: ${fix}`].join('\n')];
}

/** Every combination of what an intent states: each must be admitted, by whichever rule. */
function requestsOf(intent: DeclaredIntent, app: IMeshWorkload): Request[] {
  if (intent.kind === 'cut-off') return [];
  return each(intent.targetPorts).flatMap((targetPort): Request[] => {
    const ports = app.ports.filter((port) => targetPort === undefined || port.targetPort === targetPort);
    const isOpaque = ports.length > 0 && ports.every((port) => !isHttp(port.protocol));
    switch (intent.kind) {
      case 'plain-text':
        return [{ caller: undefined, targetPort, isOpaque }];
      case 'exposure':
        return [{ caller: intent.gateway, targetPort, isOpaque }];
      case 'call':
        return each(intent.methods).flatMap((method) =>
          each(intent.paths).map((path) => ({ caller: intent.caller, targetPort, isOpaque, method, path })),
        );
    }
  });
}

function each<T>(values: readonly T[] | undefined): readonly (T | undefined)[] {
  return values === undefined || isUnresolved(values) ? [undefined] : values;
}

function callerOf(intent: DeclaredIntent): string {
  switch (intent.kind) {
    case 'call':
      return `${String(intent.caller.namespace)}/${intent.caller.name}`;
    case 'exposure':
      return `gateway ${String(intent.gateway.namespace)}/${intent.gateway.name}`;
    default:
      return 'a caller without identity';
  }
}

function describe({ targetPort, method, path }: Request): string {
  const parts = [method, path, targetPort === undefined ? undefined : `port ${given(targetPort)}`].filter(Boolean);
  return parts.length > 0 ? ` (${parts.join(' ')})` : '';
}

function keyOf({ namespace, name }: AppReference): string | undefined {
  return isUnresolved(namespace) || isUnresolved(name) ? undefined : `${namespace}/${name}`;
}
