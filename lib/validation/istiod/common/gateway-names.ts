import { checkIstioFqdn, isIstioLabel } from '../../../values/istio-host';
import { given } from '../../../values/given';
import { type FieldPath } from '../../field-path';
import { type Report } from '../../report';
import { isSet } from './loose';

const LABEL = 'a DNS label (letters, digits and dashes, a letter or digit at both ends, at most 63 characters)';

/** What names gateways, and where. */
export interface GatewayNamer {
  /** The kind as rules begin with it. */
  readonly kind: string;

  /** Whether names behind the slash need not be DNS labels. */
  readonly anyName?: boolean;

  /** Whether istiod loses its warnings of this field. */
  readonly silent?: boolean;
}

/**
 * Gateways by name: `<namespace>/<name>`, or a host name, which includes `mesh` and names in the object's own namespace. As istiod's webhook
 * does, nothing behind the first name without a slash is looked at. Reported as rules `<kind>/gateway-empty`, `-namespace`, `-name`, `-host`
 * and `-legacy`.
 */
export function checkGatewayNames(
  names: readonly (string | null | undefined)[] | null | undefined,
  namer: GatewayNamer,
  path: FieldPath,
  report: Report,
): void {
  if (!isSet(names)) return;
  for (let index = 0; index < names.length; index++) {
    const name = names[index] ?? '';
    const slash = name.indexOf('/');
    if (slash === -1) {
      checkHostOfGateway(name, namer, path.item(index), report);
      return;
    }
    checkHalves(name, slash, namer, path.item(index), report);
  }
}

function checkHostOfGateway(name: string, { kind, silent }: GatewayNamer, path: FieldPath, report: Report): void {
  const problem = checkIstioFqdn(name);
  if (problem !== undefined)
    report.error(`${kind}/gateway-host`, path, `${problem}; or <namespace>/<name>`, { value: name });
  if (silent || !name.includes('.')) return;
  const [gateway, namespace] = name.split('.');
  report.warning(`${kind}/gateway-legacy`, path, `names a gateway by a host, which is deprecated, got ${given(name)}`, {
    value: name,
    fix: `write ${namespace}/${gateway}`,
  });
}

function checkHalves(
  value: string,
  slash: number,
  { kind, anyName }: GatewayNamer,
  path: FieldPath,
  report: Report,
): void {
  const namespace = value.slice(0, slash);
  const name = value.slice(slash + 1);
  const soundNamespace = isIstioLabel(namespace);
  const soundName = anyName ? name !== '' : isIstioLabel(name);
  if (soundNamespace && soundName) return;
  if (namespace === '' || name === '') {
    report.error(`${kind}/gateway-empty`, path, `must be <namespace>/<name>, got ${given(value)}`, { value });
    return;
  }
  if (!soundNamespace)
    report.error(`${kind}/gateway-namespace`, path, `must have ${LABEL} before its slash, got ${given(value)}`, {
      value,
    });
  if (!soundName)
    report.error(`${kind}/gateway-name`, path, `must have ${LABEL} behind its slash, got ${given(value)}`, { value });
}
