import { CHECK_IDS } from '../../../lib/validation/istiod/check-ids.networking';
import { type Found, webhookSays } from '../../support/webhook';

const gateway = webhookSays('networking.istio.io/v1', 'Gateway', CHECK_IDS);
const sidecar = webhookSays('networking.istio.io/v1', 'Sidecar', CHECK_IDS);
type Row = readonly [rule: string, field: string, severity?: 'warning'];
type Case = readonly [title: string, tls: object, found: readonly Row[]];

const files = { serverCertificate: '/c', privateKey: '/k' };
const pair = { tlsCertificates: [files] };

/** What both kinds take or refuse. */
const BOTH: readonly Case[] = [
  ['one-way with files', { mode: 'SIMPLE', ...files }, []],
  [
    'one-way with nothing',
    { mode: 'SIMPLE' },
    [
      ['tls-certificate', ''],
      ['tls-key', ''],
    ],
  ],
  ['mutual with files', { mode: 'MUTUAL', ...files, caCertificates: '/ca', caCrl: '/r' }, []],
  ['mutual without authority', { mode: 'OPTIONAL_MUTUAL', ...files }, [['tls-client-ca', '']]],
  ['revocations without clients', { mode: 'SIMPLE', ...files, caCrl: '/r' }, [['tls-crl-simple', '.caCrl']]],
  ['passing through', { mode: 'PASSTHROUGH' }, []],
  ['certificates that nobody uses', { mode: 'PASSTHROUGH', caCrl: '/r' }, [['tls-passthrough', '', 'warning']]],
  ['certificates without a mode', files, [['tls-passthrough', '', 'warning']]],
  ['an old version with suites', { minProtocolVersion: 'TLSV1_0', cipherSuites: ['ALL', '', '-x'] }, []],
  ['an old version', { minProtocolVersion: 'TLSV1_1' }, [['tls-old-version', '.minProtocolVersion', 'warning']]],
  ['a newer version', { minProtocolVersion: 'TLSV1_2', cipherSuites: [] }, []],
  ['an unknown suite', { cipherSuites: ['aes128-sha'] }, [['tls-cipher-unknown', '.cipherSuites[0]', 'warning']]],
  [
    'a suite twice',
    { cipherSuites: ['AES128-SHA', 'AES128-SHA'] },
    [['tls-cipher-duplicate', '.cipherSuites[1]', 'warning']],
  ],
];

/** What Sidecars refuse for other reasons as well. */
const GATEWAY: readonly Case[] = [
  ['a Secret', { mode: 'SIMPLE', credentialName: 'a' }, []],
  ['Secrets and revocations, which nobody looks at', { mode: 'MUTUAL', credentialNames: ['a'], caCrl: '/r' }, []],
  ['several pairs', { mode: 'SIMPLE', ...pair }, []],
  [
    'a pair without key',
    { mode: 'SIMPLE', tlsCertificates: [files, { serverCertificate: '/c' }] },
    [['tls-key', '.tlsCertificates[1]']],
  ],
  ['several pairs without authority', { mode: 'MUTUAL', ...pair }, [['tls-client-ca', '']]],
  ['files and a pair', { mode: 'SIMPLE', ...files, ...pair }, [['tls-one-source', '']]],
  ['half of the files and a pair', { mode: 'SIMPLE', privateKey: '/k', ...pair }, []],
  ['files and a Secret', { mode: 'SIMPLE', ...files, credentialName: 'a' }, [['tls-one-source', '']]],
  [
    "Istio's certificates and others",
    { mode: 'ISTIO_MUTUAL', ...files, caCertificates: '/ca', ...pair, credentialName: 'a', credentialNames: ['a'] },
    ['serverCertificate', 'privateKey', 'caCertificates', 'tlsCertificates', 'credentialName', 'credentialNames'].map(
      (field): Row => ['tls-istio-mutual', `.${field}`],
    ),
  ],
  ["Istio's certificates and revocations", { mode: 'ISTIO_MUTUAL', caCrl: '/r' }, []],
  [
    'revocations beside a Secret in passing',
    { caCrl: '/r', credentialName: 'a' },
    [
      ['tls-passthrough', '', 'warning'],
      ['tls-crl-credential', '.caCrl'],
    ],
  ],
];

const found = (kind: string, at: string, rows: readonly Row[]): Found[] =>
  rows.map(([rule, field, severity]) =>
    severity ? [`${kind}/${rule}`, `${at}${field}`, severity] : [`${kind}/${rule}`, `${at}${field}`],
  );

describe('the webhook on the TLS of servers', () => {
  it.each([...BOTH, ...GATEWAY])('of a Gateway: %s', (_, tls, rows) => {
    const spec = { servers: [{ port: { number: 443, name: 'a', protocol: 'TLS' }, hosts: ['*'], tls }] };
    expect(gateway(spec)).toEqual(found('gateway', 'spec.servers[0].tls', rows));
  });

  it.each(BOTH)('of a Sidecar: %s', (_, tls, rows) => {
    const spec = { ingress: [{ port: { number: 443, protocol: 'TLS' }, tls }] };
    expect(sidecar(spec)).toEqual(found('sidecar', 'spec.ingress[0].tls', rows));
  });
});
