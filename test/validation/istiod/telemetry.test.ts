import { CHECK_IDS as COMMON } from '../../../lib/validation/istiod/check-ids.common';
import { CHECK_IDS } from '../../../lib/validation/istiod/check-ids.policies';
import { type Found, webhookSays } from '../../support/webhook';

const says = webhookSays('telemetry.istio.io/v1', 'Telemetry', { ...COMMON, ...CHECK_IDS });
type Case = readonly [title: string, spec: object, expected: readonly Found[]];

const providers = [{ name: 'a' }, { name: 'b' }];
const overridden = (...tags: readonly object[]) => ({
  metrics: [{ overrides: tags.map((tagOverrides) => ({ tagOverrides })) }],
});
const filtered = (filter: object) => ({ accessLogging: [{ filter }] });
const TAGS = 'spec.metrics[0].overrides[0].tagOverrides';

describe('the webhook on Telemetry', () => {
  const cases: readonly Case[] = [
    ['takes one without anything', {}, []],
    ['takes one entry of tracing', { tracing: [{ providers: [{ name: 'a' }] }] }, []],
    ['warns of two', { tracing: [{}, {}] }, [['telemetry/tracing-count', 'spec.tracing', 'warning']]],
    [
      'warns of two providers of tracing',
      { tracing: [{ providers }] },
      [['telemetry/tracing-providers', 'spec.tracing[0].providers', 'warning']],
    ],
    ['takes two providers of metrics and logs', { metrics: [{ providers }], accessLogging: [{ providers }] }, []],
    ['takes a tag', { tracing: [{ customTags: { a: { literal: { value: 'b' } } } }] }, []],
    [
      'refuses a tag without a name',
      { tracing: [{ customTags: { '': {} } }] },
      [['telemetry/tag-name', 'spec.tracing[0].customTags[]']],
    ],
    ['takes an override with a value', overridden({ a: { value: 'x' }, b: { operation: 'UPSERT', value: 'x' } }), []],
    ['takes a removal without one', overridden({ a: { operation: 'REMOVE' } }), []],
    ['refuses an override without anything', overridden({ a: {} }), [['telemetry/override-upsert', `${TAGS}[a]`]]],
    [
      'refuses an override without a value',
      overridden({}, { a: { operation: 'UPSERT', value: '' } }),
      [['telemetry/override-upsert', 'spec.metrics[0].overrides[1].tagOverrides[a]']],
    ],
    [
      'refuses a removal with a value',
      overridden({ a: { operation: 'REMOVE', value: 'x' } }),
      [['telemetry/override-remove', `${TAGS}[a]`]],
    ],
    [
      'warns of an override without a name',
      overridden({ '': { value: 'x' } }),
      [['telemetry/override-name', `${TAGS}[]`, 'warning']],
    ],
    ['takes no filter', { accessLogging: [{}] }, []],
    ['takes a filter', filtered({ expression: 'response.code >= 400' }), []],
    ['takes unknown names and types', filtered({ expression: 'nope(zzz) + true' }), []],
    [
      'refuses what does not parse',
      filtered({ expression: 'has(a)' }),
      [['telemetry/filter-expression', 'spec.accessLogging[0].filter.expression']],
    ],
    [
      'refuses an empty filter',
      filtered({}),
      [['telemetry/filter-expression', 'spec.accessLogging[0].filter.expression']],
    ],
    ['looks at the selector', { selector: {} }, [['selector/no-labels', 'spec.selector', 'warning']]],
    ['looks at targets', { targetRefs: [{ kind: 'Pod', name: 'x' }] }, [['target-ref/kind', 'spec.targetRefs[0]']]],
  ];
  it.each(cases)('%s', (_, spec, expected) => expect(says(spec)).toEqual(expected));
});
