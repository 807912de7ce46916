/** What istiod's webhook says of the TLS that clients use by a DestinationRule. */
import { type PortLevelSettingsTls } from '../../../imports/istio/destination-rule';
import { given } from '../../values/given';
import { type FieldPath } from '../field-path';
import { type Report } from '../report';
import { type Loose } from './common/loose';
import { itemsOf } from './common/object';

const CONFIG_MAP = 'configmap://';

export function checkClientTls(
  tls: Loose<PortLevelSettingsTls>,
  namespace: string | undefined,
  path: FieldPath,
  report: Report,
): void {
  checkConfigMap(tls.credentialName, namespace, path.field('credentialName'), report);
  const { mode } = tls;
  if (mode !== 'SIMPLE' && mode !== 'MUTUAL') return;
  if (tls.insecureSkipVerify === true) checkSkipVerify(tls, mode, path, report);
  if (tls.credentialName) {
    const files = (['clientCertificate', 'privateKey', 'caCertificates', 'caCrl'] as const).filter((each) => tls[each]);
    if (files.length > 0)
      report.error(
        'destination-rule/tls-credential-files',
        path,
        `must not have ${files.join(', ')} with credentialName`,
        {
          fix: 'put the certificates into the Secret',
        },
      );
    return;
  }
  if (mode !== 'MUTUAL') return;
  if (!tls.clientCertificate) checkMissing('tls-certificate', 'clientCertificate', path, report);
  if (!tls.privateKey) checkMissing('tls-key', 'privateKey', path, report);
}

function checkMissing(rule: string, field: string, path: FieldPath, report: Report): void {
  const message = `must have ${field} or credentialName in mode MUTUAL`;
  report.error(`destination-rule/${rule}`, path, message, { fix: 'name a Secret in credentialName' });
}

/** What would name the servers that are trusted, where none is looked at. */
function checkSkipVerify(
  tls: Loose<PortLevelSettingsTls>,
  mode: 'SIMPLE' | 'MUTUAL',
  path: FieldPath,
  report: Report,
): void {
  const unused = [
    ...(tls.caCertificates ? ['caCertificates'] : []),
    ...(tls.credentialName && mode === 'SIMPLE' ? ['credentialName'] : []),
    ...(itemsOf(tls.subjectAltNames).length > 0 ? ['subjectAltNames'] : []),
  ];
  if (unused.length === 0) return;
  const message = `must not have ${unused.join(', ')} with insecureSkipVerify, which trusts every server`;
  report.error(`destination-rule/tls-skip-verify-${mode.toLowerCase()}`, path, message, {
    fix: 'drop insecureSkipVerify',
  });
}

/** `configmap://namespace/name`: what follows the name is not looked at. */
function checkConfigMap(
  credentialName: string | null | undefined,
  namespace: string | undefined,
  path: FieldPath,
  report: Report,
): void {
  if (!credentialName?.startsWith(CONFIG_MAP)) return;
  const [owner, name] = credentialName.slice(CONFIG_MAP.length).split('/');
  if (!owner || !name)
    report.error(
      'destination-rule/tls-config-map',
      path,
      `must be ${CONFIG_MAP}, a namespace, / and a name, got ${given(credentialName)}`,
      { value: credentialName },
    );
  else if (namespace !== undefined && owner !== namespace)
    report.error(
      'destination-rule/tls-config-map-namespace',
      path,
      `must be a ConfigMap of the own namespace ${namespace}, got ${given(credentialName)}`,
      { value: credentialName },
    );
}
