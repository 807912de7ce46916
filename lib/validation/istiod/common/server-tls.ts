/** The TLS of servers, in Gateways and in ingress listeners of Sidecars. */
import { type ServersTls } from '../../../../imports/istio/shared';
import { checkCipherSuite } from '../../../values/cipher-suite';
import { type FieldPath } from '../../field-path';
import { type Report } from '../../report';
import { isSet, type Loose } from './loose';
import { itemsOf } from './object';

type Certificate = NonNullable<ServersTls['tlsCertificates']>[number];

const NOT_WITH_ISTIO_MUTUAL = [
  'serverCertificate',
  'privateKey',
  'caCertificates',
  'tlsCertificates',
  'credentialName',
  'credentialNames',
] as const satisfies readonly (keyof ServersTls)[];
const CERTIFICATE_FIELDS = ['caCrl', ...NOT_WITH_ISTIO_MUTUAL] as const;

/**
 * Which certificates a mode wants and excludes. Reported as rules `<kind>/tls-<what>`: `old-version`, `cipher-unknown`,
 * `cipher-duplicate`, `istio-mutual`, `passthrough`, `one-source`, `certificate`, `key`, `client-ca`, `crl-credential` and
 * `crl-simple`.
 */
export function checkServerTls(tls: Loose<ServersTls>, kind: string, path: FieldPath, report: Report): void {
  checkCiphers(tls, kind, path, report);
  const mode = tls.mode ?? 'PASSTHROUGH';
  if (mode === 'ISTIO_MUTUAL') {
    for (const field of NOT_WITH_ISTIO_MUTUAL) {
      if (!has(tls, field)) continue;
      const message = `must not be set in mode ISTIO_MUTUAL, whose certificates Istio makes`;
      report.error(`${kind}/tls-istio-mutual`, path.field(field), message);
    }
    return;
  }
  checkSources(tls, kind, path, report);
  if (mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH') {
    const unused = CERTIFICATE_FIELDS.filter((field) => has(tls, field));
    if (unused.length > 0)
      report.warning(`${kind}/tls-passthrough`, path, `${unused.join(', ')} are not used in mode ${mode}`, {
        fix: tls.mode === mode ? undefined : 'set mode, SIMPLE for example',
      });
    if (tls.caCrl && tls.credentialName)
      report.error(`${kind}/tls-crl-credential`, path.field('caCrl'), 'must not be set beside credentialName', {
        fix: 'put the list of revoked certificates into the Secret',
      });
    return;
  }
  if (tls.credentialName || has(tls, 'credentialNames')) return;
  checkFiles(tls, mode, kind, path, report);
  if (tls.caCrl && mode === 'SIMPLE')
    report.error(
      `${kind}/tls-crl-simple`,
      path.field('caCrl'),
      'must not be set in mode SIMPLE, where clients have no certificates',
    );
}

function has(tls: Loose<ServersTls>, field: (typeof CERTIFICATE_FIELDS)[number]): boolean {
  const value = tls[field];
  return isSet(value) && value.length > 0;
}

function checkSources(tls: Loose<ServersTls>, kind: string, path: FieldPath, report: Report): void {
  const sources = [
    ...(tls.serverCertificate && tls.privateKey ? ['serverCertificate and privateKey'] : []),
    ...(['credentialName', 'credentialNames', 'tlsCertificates'] as const).filter((field) => has(tls, field)),
  ];
  if (sources.length < 2) return;
  report.error(`${kind}/tls-one-source`, path, `must have certificates from one source, got ${sources.join('; ')}`);
}

/** Certificates that are files of the proxy: several pairs, or the one of the block itself. */
function checkFiles(
  tls: Loose<ServersTls>,
  mode: 'SIMPLE' | 'MUTUAL' | 'OPTIONAL_MUTUAL',
  kind: string,
  path: FieldPath,
  report: Report,
): void {
  const pairs = itemsOf(tls.tlsCertificates);
  const list = path.field('tlsCertificates');
  if (pairs.length === 0) checkPair(tls, mode, kind, path, report);
  else pairs.forEach((pair, index) => checkPair(pair, mode, kind, list.item(index), report));
  if (mode !== 'SIMPLE' && !tls.caCertificates)
    report.error(`${kind}/tls-client-ca`, path, `must have caCertificates or credentialName in mode ${mode}`);
}

function checkPair(pair: Loose<Certificate>, mode: string, kind: string, path: FieldPath, report: Report): void {
  const needs = (field: string) => `must have ${field} or credentialName in mode ${mode}`;
  if (!pair.serverCertificate) report.error(`${kind}/tls-certificate`, path, needs('serverCertificate'));
  if (!pair.privateKey) report.error(`${kind}/tls-key`, path, needs('privateKey'));
}

function checkCiphers(tls: Loose<ServersTls>, kind: string, path: FieldPath, report: Report): void {
  const { minProtocolVersion: oldest } = tls;
  const suites = itemsOf(tls.cipherSuites);
  if ((oldest === 'TLSV1_0' || oldest === 'TLSV1_1') && suites.length === 0)
    report.warning(
      `${kind}/tls-old-version`,
      path.field('minProtocolVersion'),
      `works with no cipher suite that proxies have by default, got ${oldest}`,
      { value: oldest, fix: 'add cipherSuites, or require TLSV1_2' },
    );
  if (suites.length === 0) return;
  const seen = new Set<string>();
  const list = path.field('cipherSuites');
  suites.forEach((suite, index) => {
    const problem = checkCipherSuite(suite);
    const details = { value: suite };
    if (problem !== undefined) report.warning(`${kind}/tls-cipher-unknown`, list.item(index), problem, details);
    else if (seen.has(suite))
      report.warning(`${kind}/tls-cipher-duplicate`, list.item(index), 'is named twice', details);
    else seen.add(suite);
  });
}
