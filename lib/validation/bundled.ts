/** Schemas that come with the package. A folder of imports/ is read when its first object comes. */
import { groupAndVersion } from '../model/identity';
import { checkDnsLabel, checkDnsSubdomain } from '../values/dns-label';
import { given } from '../values/given';
import { checkPathSegment } from '../values/path-segment';
import { type CelLibrary, celLibrary } from './cel/library';
import { type KindSchema, KindTable } from './kind-table';
import { type RuleFunction } from './schema';
import { type SchemaDocument } from './schema-document';

/** Releases of Istio of which there are schemas, the oldest first. */
export const ISTIO_MINORS = ['1.29', '1.30', '1.31'] as const;

/** A release of Istio as `major.minor`. */
export type IstioMinor = (typeof ISTIO_MINORS)[number];

type RulesModule = { rules(library: CelLibrary): Readonly<Record<string, RuleFunction>> };

/* eslint-disable @typescript-eslint/no-require-imports -- read when asked for, for most programs use few kinds */
const ISTIO: Readonly<Record<IstioMinor, () => SchemaDocument>> = {
  '1.29': () => require('../../imports/istio/schemas-1.29.json') as SchemaDocument,
  '1.30': () => require('../../imports/istio/schemas-1.30.json') as SchemaDocument,
  '1.31': () => require('../../imports/istio/schemas-1.31.json') as SchemaDocument,
};
const GATEWAY_API = () => require('../../imports/gateway-api/schemas-experimental.json') as SchemaDocument;
const KUBERNETES = () => require('../../imports/kubernetes/schemas-1.36.json') as SchemaDocument;
const ISTIO_RULES = () => (require('../../imports/istio/rules') as RulesModule).rules(celLibrary);
const GATEWAY_API_RULES = () => (require('../../imports/gateway-api/rules') as RulesModule).rules(celLibrary);
/* eslint-enable @typescript-eslint/no-require-imports */

/** Tables by what they are read from: they never change once they are made. */
const tables = new Map<string, KindTable>();

function table(name: string, make: () => KindTable): KindTable {
  const known = tables.get(name) ?? make();
  tables.set(name, known);
  return known;
}

/** A release, or a patch of it, with what may follow: `1.31.0-rc.1`. */
const MINOR = /^(\d+\.\d+)(?:\.\d+(?:[-+].*)?)?$/;

/**
 * `1.31` of `1.31` or `1.31.2`; the newest where none is given.
 *
 * @throws RangeError for a release of which there are no schemas.
 */
export function istioMinor(version: unknown): IstioMinor {
  if (version === undefined) return ISTIO_MINORS[ISTIO_MINORS.length - 1] as IstioMinor;
  const minor = ISTIO_MINORS.find((each) => typeof version === 'string' && MINOR.exec(version)?.[1] === each);
  if (minor === undefined) {
    throw new RangeError(
      `istioVersion must be one of ${ISTIO_MINORS.join(', ')} or a patch of these, got ${given(version)}${typeof version === 'number' ? ', a number: write it in quotes' : ''}`,
    );
  }
  return minor;
}

/** The schema of a kind; undefined where the package has none. */
export function bundledSchema(apiVersion: string, kind: string, istio: IstioMinor): KindSchema | undefined {
  return tableOf(groupAndVersion(apiVersion).group, istio)?.find(apiVersion, kind);
}

/** The scope and the served versions of a kind; undefined where the package does not have it. */
export function bundledKind(group: string, kind: string, istio: IstioMinor): ReturnType<KindTable['facts']> {
  return tableOf(group, istio)?.facts(group, kind);
}

function tableOf(group: string, istio: IstioMinor): KindTable | undefined {
  if (group.endsWith('.istio.io')) return table(istio, () => customKinds(ISTIO[istio](), ISTIO_RULES()));
  if (group.startsWith('gateway.networking.')) {
    return table('gateway-api', () => customKinds(GATEWAY_API(), GATEWAY_API_RULES()));
  }
  // Groups of Kubernetes itself have no dot, or end like this.
  if (group !== '' && group.includes('.') && !group.endsWith('.k8s.io')) return undefined;
  return table('kubernetes', builtInKinds);
}

function customKinds(document: SchemaDocument, rules: Readonly<Record<string, RuleFunction>>): KindTable {
  const lookup = (rule: string) => (Object.hasOwn(rules, rule) ? rules[rule] : undefined);
  return new KindTable(document, { lookup, isBuiltIn: false, checkName: () => checkDnsSubdomain });
}

function builtInKinds(): KindTable {
  return new KindTable(KUBERNETES(), { lookup: () => undefined, isBuiltIn: true, checkName: builtInName });
}

/** Names of objects, by kind. Source: the validation of each kind in Kubernetes 1.36; of Services, servers before want more. */
function builtInName(kind: string): (name: unknown) => string | undefined {
  switch (kind) {
    case 'Service':
    case 'Namespace':
    case 'StatefulSet':
      return checkDnsLabel;
    case 'PodDisruptionBudget':
    case 'ClusterRole':
    case 'ClusterRoleBinding':
    case 'Role':
    case 'RoleBinding':
      return checkPathSegment;
    default:
      return checkDnsSubdomain;
  }
}
