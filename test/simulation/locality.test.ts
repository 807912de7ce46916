import { type Endpoint, podAt } from '../../lib/simulation/endpoints';
import { balanced } from '../../lib/simulation/locality';
import { deployment, type Fields } from './meshes';
import { CONFIG, modelOf, workloadOf } from './stage-facts';

const PLACES: Readonly<Record<string, string>> = {
  same: 'eu/a/1',
  zone: 'eu/a/2',
  region: 'eu/b/1',
  us: 'us/a/1',
  asia: 'asia/a/1',
};
const MODEL = modelOf([deployment('shop/x', { labels: { tier: 'x' } })]);
const endpoint = (name: string, weight = 1, labels: Readonly<Record<string, string>> = {}): Endpoint => ({
  ...podAt(workloadOf(MODEL, 'shop/x'), 80),
  name,
  labels,
  weight,
  locality: PLACES[name],
});

function shares(
  endpoints: readonly Endpoint[],
  setting: Fields | undefined,
  more: {
    readonly outlier?: boolean;
    readonly mesh?: Fields;
    readonly locality?: string | undefined;
    readonly labels?: Readonly<Record<string, string>>;
  } = {},
) {
  const { outlier = true, mesh = {}, labels = {} } = more;
  const policy = { loadBalancer: { ...(setting && { localityLbSetting: setting }) }, hasOutlierDetection: outlier };
  const client = { locality: 'locality' in more ? more.locality : 'eu/a/1', labels };
  const found = balanced(endpoints, client, policy, { ...CONFIG, localityLbSetting: mesh });
  return Object.fromEntries(found.map(({ endpoint: { name }, share }) => [name, Math.round(share * 100)]));
}
const ALL = ['same', 'zone', 'region', 'us'].map((name) => endpoint(name));

describe('places of endpoints (measured 30)', () => {
  it('do not count without outlier detection', () => {
    expect(shares(ALL, undefined, { outlier: false })).toEqual({ same: 25, zone: 25, region: 25, us: 25 });
  });

  it.each([
    ['the subzone', ALL, { same: 100 }],
    ['else the zone', ALL.slice(1), { zone: 100 }],
    ['else the region', ALL.slice(2), { region: 100 }],
    ['else anywhere', ALL.slice(3), { us: 100 }],
  ])('with it: %s', (_, endpoints, expected) => {
    expect(shares(endpoints, undefined)).toEqual(expected);
  });

  it('do not count for a client of which no file says where it is, nor where they are switched off', () => {
    expect(shares(ALL.slice(2), undefined, { locality: undefined })).toEqual({ region: 50, us: 50 });
    expect(shares(ALL.slice(2), { enabled: false })).toEqual({ region: 50, us: 50 });
    expect(shares(ALL.slice(2), undefined, { mesh: { enabled: false } })).toEqual({ region: 50, us: 50 });
    expect(shares(ALL.slice(2), { enabled: true }, { mesh: { enabled: false } })).toEqual({ region: 100 });
  });

  it('of another region are taken as failover says', () => {
    const far = ['us', 'asia'].map((name) => endpoint(name));
    expect(shares(far, undefined)).toEqual({ us: 50, asia: 50 });
    expect(shares(far, { failover: [{ from: 'eu', to: 'asia' }] })).toEqual({ asia: 100 });
    expect(shares(far, { failover: [{ from: 'us', to: 'asia' }] })).toEqual({ us: 50, asia: 50 });
  });

  it('are ranked by labels where failoverPriority names them', () => {
    const endpoints = [
      endpoint('us', 1, { a: '1', b: '1' }),
      endpoint('same', 1, { a: '1', b: '2' }),
      endpoint('zone', 1, { a: '2', b: '1' }),
    ];
    const labels = { a: '1', b: '1' };
    expect(shares(endpoints, { failoverPriority: ['a', 'b'] }, { labels })).toEqual({ us: 100 });
    expect(shares(endpoints.slice(1), { failoverPriority: ['a', 'b'] }, { labels })).toEqual({ same: 100 });
    expect(shares(endpoints, { failoverPriority: ['a=2'] }, { labels })).toEqual({ zone: 100 });
  });

  it('get what distribute gives them, without outlier detection too', () => {
    const distribute = [
      { from: 'us/*', to: { 'us/*': 100 } },
      { from: 'eu/a/*', to: { 'eu/a/*': 80, 'us/*': 20 } },
    ];
    const endpoints = [endpoint('same', 3), endpoint('zone', 1), endpoint('region'), endpoint('us')];
    expect(shares(endpoints, { distribute }, { outlier: false })).toEqual({ same: 60, zone: 20, us: 20 });
    expect(shares(endpoints, { distribute }, { locality: 'asia/a', outlier: false })).toEqual({
      same: 50,
      zone: 17,
      region: 17,
      us: 17,
    });
  });
});
