import { CHECK_IDS } from '../../../lib/validation/istiod/check-ids.networking';
import { rulesWithoutCase, testCases, type WebhookCase } from '../../support/webhook-cases';
import { type Found, webhookSays } from '../../support/webhook';

const says = webhookSays('networking.istio.io/v1', 'WorkloadEntry', CHECK_IDS);
const error = (rule: string, path: string): Found => [`workload-entry/${rule}`, path];

const CASES: readonly WebhookCase[] = [
  ['an address', { address: '10.0.0.1', ports: { http: 65535 }, labels: { a: 'b' } }, []],
  ['a host', { address: 'vm.example.com' }, []],
  ['a socket', { address: 'unix:///a', ports: {} }, []],
  ['nothing', { ports: { 'a.b': 0 } }, [error('address', 'spec')]],
  ['a network alone', { network: 'a' }, [['workload-entry/network-only', 'spec', 'warning']]],
  ['a wildcard', { address: '*.a' }, [error('endpoint-host', 'spec.address')]],
  ['a bad socket', { address: 'unix:///' }, [error('unix-address', 'spec.address')]],
  ['a socket with ports', { address: 'unix://@a', ports: { a: 1 } }, [error('unix-ports', 'spec.ports')]],
  ['a bad name of a port', { address: 'a', ports: { 'a.b': 1 } }, [error('port-name', 'spec.ports[a.b]')]],
  ['a port of 0', { address: 'a', ports: { a: 0 } }, [error('port-range', 'spec.ports[a]')]],
  ['a long prefix of a key', { address: 'a', labels: { [`${'a'.repeat(253)}/b`]: '' } }, []],
  [
    'a longer prefix of a key',
    { address: 'a', labels: { [`${'a'.repeat(254)}/b`]: '' } },
    [error('label-key', `spec.labels[${'a'.repeat(254)}/b]`)],
  ],
  ['a long value', { address: 'a', labels: { a: 'b'.repeat(200) } }, []],
  ['a bad value', { address: 'a', labels: { a: 'b c' } }, [error('label-value', 'spec.labels[a]')]],
  ['a null for a value', { address: 'a', labels: { a: null } }, []],
  [
    'a null for the value of a bad key',
    { address: 'a', labels: { '-': null } },
    [error('label-key', 'spec.labels[-]')],
  ],
];

describe('the webhook on WorkloadEntries', () => {
  testCases(CASES, says);

  test('every rule has a case', () => expect(rulesWithoutCase(CHECK_IDS, 'workload-entry', CASES)).toEqual([]));
});
