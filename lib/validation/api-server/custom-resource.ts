/** The API server's verdict on an object of a kind with a schema. */
import { type Manifest } from '../../model/manifest';
import { type Finding } from '../../values/finding';
import { FieldPath } from '../field-path';
import { type KindSchema } from '../kind-table';
import { type Problem } from '../problem';
import { metaProblems } from './object-meta';
import { prepared } from './prepared';
import { ruleProblems } from './rules';
import { StructureWalk } from './structure';

type Fields = Readonly<Record<string, unknown>>;

/** What the server says, and what later checks look at. */
export interface ServerVerdict {
  readonly findings: Finding[];

  /**
   * The object for the webhook: as it is given, for istiod's verdicts were recorded on what is written; only values that are not known
   * yet are replaced by some of the right type.
   */
  readonly forWebhook: Manifest;

  /** Paths of values that are not known yet. */
  readonly unresolved: readonly string[];
}

/** In the server's order: what cannot be decoded, metadata, structure, list keys, CEL rules. */
export function customResourceFindings(object: Manifest, kind: KindSchema): ServerVerdict {
  const { schema, isBuiltIn } = kind;
  const meta = metaProblems(object.metadata, kind, METADATA);
  let walk = new StructureWalk({ isBuiltIn });
  walk.root(schema, object);
  const { unknown, unresolved } = walk;
  const hidden = unresolved.map(String);
  const isHidden = relatedTo(hidden);
  let ready = object;
  if (!walk.isTooDeep && (walk.sawNull || (schema.hasDefaults && !isBuiltIn) || hidden.length > 0)) {
    ready = prepared(schema, object, { isBuiltIn, standIns: true }) as Manifest;
    walk = new StructureWalk({ isBuiltIn });
    walk.root(schema, prepared(schema, object, { isBuiltIn }) as Fields);
  }
  const forWebhook = hidden.length > 0 ? ready : object;
  const { errors, duplicates } = walk;
  const undecodable = [...meta.undecodable, ...unknown];
  const problems = [...meta.invalid, ...errors, ...duplicates];
  if (undecodable.length + problems.length === 0 && !schema.hasRules)
    return { findings: [], forWebhook, unresolved: hidden };
  const findings = [...undecodable, ...problems].map((each) => finding(each, kind));
  const isBlocked = problems.some((each) => each.isBlocking === true);
  if (!schema.hasRules) return { findings, forWebhook, unresolved: hidden };
  if (isBlocked) findings.push(unchecked());
  const isRelated = relatedTo(isBlocked ? errors.map(({ path }) => path.toString()) : []);
  const isWrong = (path: FieldPath): boolean => isRelated(path.toString());
  const rules = ruleProblems(schema, ready, isBlocked ? isWrong : undefined);
  for (const each of rules.problems) {
    const found = finding(each, kind);
    if (!isHidden(found.path)) findings.push(isBlocked ? saidLater(found) : found);
  }
  if (rules.unknown.length > 0) findings.push(notJudged(rules.unknown));
  return { findings, forWebhook, unresolved: hidden };
}

const METADATA = FieldPath.ROOT.field('metadata');

function finding({ rule, path, keys, message, value, fix }: Problem, kind: KindSchema): Finding {
  // Kubernetes' own lists with keys may repeat them on create; applying on the server's side refuses that.
  const isRepeated = kind.isBuiltIn && keys === 'brackets' && rule === 'duplicate';
  // The server takes the namespace of what belongs to the whole cluster away.
  const isDropped = rule === 'metadata-namespace' && kind.scope === 'Cluster';
  const at = path.toString(keys);
  const isSecret = isContentOfSecret(at, kind);
  const shown = isSecret ? message.replace(GIVEN, '') : message;
  return {
    severity: isRepeated || isDropped ? 'warning' : 'error',
    judge: 'api-server',
    rule: `api-server/${rule}`,
    path: at,
    message: isRepeated ? `${shown}: server-side apply refuses it` : shown,
    ...(value !== undefined && !isSecret && { value }),
    ...(fix !== undefined && { fix }),
  };
}

/** What was given, at the end of a message. */
const GIVEN = /, got .*$/s;
const OPEN_FIELDS_OF_SECRETS: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'type', 'immutable']);

/** Also under a misspelt name. */
function isContentOfSecret(path: string, { isBuiltIn, kind }: KindSchema): boolean {
  return isBuiltIn && kind === 'Secret' && !OPEN_FIELDS_OF_SECRETS.has(path.split(/[.[]/, 1)[0] ?? '');
}

/** What the server will say once it gets to the rules: a warning, for it does not say so yet. */
function saidLater(found: Finding): Finding {
  return { ...found, severity: 'warning', message: `${found.message} (refused once the errors before are mended)` };
}

/** The server says so itself, about no field. */
function unchecked(): Finding {
  return {
    severity: 'error',
    judge: 'api-server',
    rule: 'api-server/rules-not-checked',
    path: '<nil>',
    message: 'the server checks the rules of the kind only once these errors are mended',
  };
}

function notJudged(rules: readonly string[]): Finding {
  return {
    severity: 'info',
    judge: 'istio-constructs',
    rule: 'cel-not-checked',
    path: '',
    message: `rules of the kind that are not checked here: ${rules.join('; ')}`,
  };
}

/** Whether a path is one of some, or lies above or below one: a set of all above them is asked, for there may be thousands. */
function relatedTo(paths: readonly string[]): (path: string) => boolean {
  const [exact, above] = [new Set(paths), new Set<string>()];
  for (const path of paths) for (const each of prefixes(path)) above.add(each);
  return (path) =>
    exact.size > 0 && (exact.has(path) || above.has(path) || prefixes(path).some((each) => exact.has(each)));
}

/** `''`, `spec` and `spec.http` of `spec.http[0]`. */
function prefixes(path: string): string[] {
  const found = path === '' ? [] : [''];
  for (let index = 1; index < path.length; index++)
    if (path[index] === '.' || path[index] === '[') found.push(path.slice(0, index));
  return found;
}
