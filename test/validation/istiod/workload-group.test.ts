import { CHECK_IDS } from '../../../lib/validation/istiod/check-ids.networking';
import { rulesWithoutCase, testCases, type WebhookCase } from '../../support/webhook-cases';
import { type Found, webhookSays } from '../../support/webhook';

const says = webhookSays('networking.istio.io/v1', 'WorkloadGroup', CHECK_IDS);
const error = (rule: string, path: string): Found => [`workload-group/${rule}`, `spec.${path}`];
const group = (fields: object) => ({ template: {}, ...fields });
const probe = (fields: object) => group({ probe: fields });
const header = (name: string | undefined) => probe({ httpGet: { port: 1, httpHeaders: [{ name }] } });
const IN_HEADER = 'probe.httpGet.httpHeaders[0].name';

const CASES: readonly WebhookCase[] = [
  [
    'a template, of which nothing is looked at',
    { template: { address: '*', ports: { 'a.b': 0 }, labels: { '-': '-' } } },
    [],
  ],
  ['no template', {}, [['workload-group/template', 'spec']]],
  [
    'bad labels, which hide the probe',
    group({ metadata: { labels: { '-': '' } }, probe: {} }),
    [error('label-key', 'metadata.labels[-]')],
  ],
  ['a bad value of a label', group({ metadata: { labels: { a: '-' } } }), [error('label-value', 'metadata.labels[a]')]],
  ['no metadata and no probe', group({ metadata: null, probe: null }), []],
  ['a probe by TCP', probe({ tcpSocket: { port: 65535 }, periodSeconds: 0 }), []],
  ['a probe of no port', probe({ tcpSocket: {} }), [error('port-range', 'probe.tcpSocket.port')]],
  ['a probe of no port by HTTP', probe({ httpGet: { port: 0 } }), [error('port-range', 'probe.httpGet.port')]],
  [
    'negative counts',
    probe({ exec: { command: ['a'] }, timeoutSeconds: -1 }),
    [error('probe-negative', 'probe.timeoutSeconds')],
  ],
  ['no command', probe({ exec: { command: [] } }), [error('probe-command', 'probe.exec.command')]],
  ['no method', probe({ httpGet: null }), [error('probe-method', 'probe')]],
  ['a method that the webhook does not know', probe({ grpc: { port: 1 } }), [error('probe-method', 'probe')]],
  ['a scheme', probe({ httpGet: { port: 1, scheme: 'HTTPS' } }), []],
  [
    'an unknown scheme',
    probe({ httpGet: { port: 1, scheme: 'http' } }),
    [error('probe-scheme', 'probe.httpGet.scheme')],
  ],
  ['a header', header('X-a-1'), []],
  ['a header without name', header(undefined), [error('probe-header-empty', IN_HEADER)]],
  ['a header with an underscore', header('a_b'), [error('probe-header-name', IN_HEADER)]],
];

describe('the webhook on WorkloadGroups', () => {
  testCases(CASES, says);

  test('every rule has a case', () => expect(rulesWithoutCase(CHECK_IDS, 'workload-group', CASES)).toEqual([]));
});
