import { type IConstruct } from 'constructs';
import { type AppReference, type DeclaredIntent } from '../model/intents';
import { type IMeshWorkload } from '../tree/handles';
import { MeshSettings } from '../tree/mesh-settings';
import { declaredIntents } from '../tree/report';
import { ofRoot } from '../tree/root-state';
import { isUnresolved } from '../values/unresolved';
import { type AccessRule } from './access-rule';
import { AccessScopes } from './access-scopes';
import { admits, type Request } from './rule-coverage';
import { RuleIndex } from './rule-index';

/** How many callers a message names. */
const MOST_NAMED = 50;

/** A caller that would be refused. */
interface Refused {
  readonly caller: string;
  readonly app: string;
  readonly closers: readonly string[];
}

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
  private readonly rules = new Map<unknown, RuleIndex>();

  private constructor(private readonly root: IConstruct) {
    root.node.addValidation({ validate: () => this.problems() });
  }

  /** Adds an app, so that intents, which know it by its name, find it. */
  public addApp(workload: IMeshWorkload): void {
    const key = keyOf({ namespace: workload.namespace.namespaceName, name: workload.serviceName });
    if (key !== undefined) this.workloads.set(key, workload);
  }

  /** Adds a rule that admits callers to everything in `place`: an app, the name of a namespace, or the mesh. */
  public admit(place: unknown, rule: AccessRule): void {
    const index = this.rules.get(place) ?? new RuleIndex();
    this.rules.set(place, index);
    index.add(rule);
  }

  /** One message with all callers that are declared and would be refused. */
  private problems(): string[] {
    const intents = declaredIntents(this.root).map((each) => each.intent);
    const cutOff = new Set(intents.flatMap((each) => (each.kind === 'cut-off' ? [keyOf(each.app)] : [])));
    const refused = intents.flatMap((intent) => {
      const key = keyOf(intent.app);
      const app = key === undefined || cutOff.has(key) ? undefined : this.workloads.get(key);
      return app ? this.refused(intent, app) : [];
    });
    if (refused.length === 0) return [];
    const lines = [
      ...new Set(refused.map(({ caller, app, closers }) => `${caller} -> ${app}, closed by ${closers[0]}`)),
    ].sort();
    const more = lines.length > MOST_NAMED ? [`and ${lines.length - MOST_NAMED} more`] : [];
    return [
      [
        'callers that are declared would be refused, for no rule admits them:',
        ...[...lines.slice(0, MOST_NAMED), ...more].map((line) => `    ${line}`),
        '  fix: add allowFrom to the app that is called, or name the app in cutOff of the DenyAllPolicy',
      ].join('\n'),
    ];
  }

  private refused(intent: DeclaredIntent, app: IMeshWorkload): Refused[] {
    const scopes = AccessScopes.of(this.root);
    if (!scopes.isClosed(app)) return [];
    const { trustDomain } = MeshSettings.of(this.root);
    const indexes = [app, app.namespace.namespaceName, WHOLE_MESH].flatMap((place) => this.rules.get(place) ?? []);
    const missing = requestsOf(intent).filter(
      (request) =>
        !indexes.some((index) => index.of(request.caller).some((rule) => admits(rule, request, trustDomain))),
    );
    // Every allowFrom closes its app, so that sorting them for each caller would be slow where nothing is wrong.
    if (missing.length === 0) return [];
    const closers = scopes.closersOf(app).map((each) => each.node.path);
    const name = `${app.namespace.namespaceName}/${app.serviceName}`;
    return missing.map((request) => ({
      caller: callerOf(intent),
      app: `${name}${describe(request)}`,
      closers: closers.sort(),
    }));
  }
}

/** The place of rules for every app of the mesh. */
export const WHOLE_MESH = Symbol('the whole mesh');

/** Every combination of what an intent states: each must be admitted, by whichever rule. */
function requestsOf(intent: DeclaredIntent): Request[] {
  switch (intent.kind) {
    case 'cut-off':
      return [];
    case 'plain-text':
      return each(intent.targetPorts).map((targetPort) => ({ caller: undefined, targetPort }));
    case 'exposure':
      return each(intent.targetPorts).map((targetPort) => ({ caller: intent.gateway, targetPort }));
    case 'call':
      return each(intent.targetPorts).flatMap((targetPort) =>
        each(intent.methods).flatMap((method) =>
          each(intent.paths).map((path) => ({ caller: intent.caller, targetPort, method, path })),
        ),
      );
  }
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
  const parts = [method, path, targetPort === undefined ? undefined : `port ${targetPort}`].filter(Boolean);
  return parts.length > 0 ? ` (${parts.join(' ')})` : '';
}

function keyOf({ namespace, name }: AppReference): string | undefined {
  return isUnresolved(namespace) || isUnresolved(name) ? undefined : `${namespace}/${name}`;
}
