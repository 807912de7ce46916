/** Telemetry. */
import { type Manifest } from '../../model/manifest';
import { checkCel } from '../../values/cel';
import { FieldPath } from '../field-path';
import { type Report } from '../report';
import { checkTargets, type Targets } from './common/selector';

type List<T> = readonly (T | null)[] | null | undefined;

interface Tracing {
  readonly providers?: List<unknown>;
  readonly customTags?: Readonly<Record<string, unknown>> | null;
}

interface TagOverride {
  readonly operation?: string | null;
  readonly value?: string | null;
}

interface Override {
  readonly tagOverrides?: Readonly<Record<string, TagOverride | null>> | null;
}

interface Telemetry extends Targets {
  readonly tracing?: List<Tracing>;
  readonly metrics?: List<{ readonly overrides?: List<Override> }>;
  readonly accessLogging?: List<{ readonly filter?: { readonly expression?: string | null } | null }>;
}

const SPEC = FieldPath.ROOT.field('spec');

export function checkTelemetry(object: Manifest, report: Report): void {
  const spec = (object.spec ?? {}) as Telemetry;
  checkTargets(spec, SPEC, report);
  checkTracing(spec.tracing, SPEC.field('tracing'), report);
  spec.metrics?.forEach((metric, index) => {
    const path = SPEC.field('metrics').item(index).field('overrides');
    metric?.overrides?.forEach((override, at) => checkOverrides(override, path.item(at).field('tagOverrides'), report));
  });
  spec.accessLogging?.forEach((logging, index) => {
    if (!logging?.filter) return;
    // An empty expression is no expression either.
    const expression = logging.filter.expression ?? '';
    const problem = checkCel(expression);
    if (problem === undefined) return;
    const path = SPEC.field('accessLogging').item(index).field('filter').field('expression');
    report.error('telemetry/filter-expression', path, problem, { value: expression });
  });
}

/** Only the first entry and its first provider are used. */
function checkTracing(tracing: List<Tracing>, path: FieldPath, report: Report): void {
  if (!tracing) return;
  if (tracing.length > 1)
    report.warning('telemetry/tracing-count', path, 'should have one entry: more are not supported');
  tracing.forEach((entry, index) => {
    if (!entry) return;
    if (entry.providers && entry.providers.length > 1) {
      const message = 'should have one provider: more are not supported';
      report.warning('telemetry/tracing-providers', path.item(index).field('providers'), message);
    }
    if (entry.customTags && '' in entry.customTags)
      report.error('telemetry/tag-name', path.item(index).field('customTags').key(''), 'must have a name for the tag');
  });
}

function checkOverrides(override: Override | null, path: FieldPath, report: Report): void {
  const tags = override?.tagOverrides;
  for (const name in tags) {
    const { operation, value } = tags[name] ?? {};
    if (name === '') report.warning('telemetry/override-name', path.key(name), 'should have a name for the tag');
    if (operation === 'REMOVE') {
      if (value)
        report.error('telemetry/override-remove', path.key(name), 'must have no value with operation REMOVE', {
          value,
        });
    } else if (!value) {
      const message = 'must have a value with operation UPSERT, which is the default';
      report.error('telemetry/override-upsert', path.key(name), message, {
        fix: 'give a value, or set operation REMOVE',
      });
    }
  }
}
