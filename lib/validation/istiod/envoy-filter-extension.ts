/** An extension of Envoy, such as a filter, as the value of a patch. */
import { given } from '../../values/given';
import { type FieldPath } from '../field-path';
import { type Report } from '../report';

/** What is patched with a value that names an extension and holds its configuration. */
const EXTENSIONS: ReadonlySet<string> = new Set([
  'HTTP_FILTER',
  'NETWORK_FILTER',
  'LISTENER_FILTER',
  'EXTENSION_CONFIG',
]);
const CONFIGURATIONS = ['typed_config', 'typedConfig', 'config_discovery', 'configDiscovery'];

/** A name of a message of protobuf, behind the host of a URL or not. */
const TYPE_URL = /^(?:[^]*\/)?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;

export function checkExtension(
  applyTo: string,
  value: Readonly<Record<string, unknown>>,
  path: FieldPath,
  report: Report,
): void {
  if (!EXTENSIONS.has(applyTo)) return;
  const field = CONFIGURATIONS.find((name) => value[name] !== undefined && value[name] !== null);
  if (field === undefined) {
    // Envoy then looks the extension up by its name, which newer versions do not do.
    const message = `has no typed_config, so that only its name ${given(value.name ?? '')} says what it is, which Envoy gives up`;
    report.warning('envoy-filter/typed-config', path, message, {
      fix: 'add a typed_config with the @type of the extension',
    });
  } else if (field.startsWith('typed')) checkType(value[field], path.field(field), report);
}

function checkType(config: unknown, path: FieldPath, report: Report): void {
  const type =
    typeof config === 'object' && config !== null ? (config as { readonly '@type'?: unknown })['@type'] : undefined;
  if (typeof type !== 'string' || !TYPE_URL.test(type)) {
    const message = `must be the type of the extension, such as type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua, got ${given(type)}`;
    report.error('envoy-filter/config-type', path.key('@type'), message, { value: type });
  } else if (type.includes('.v2.')) {
    const message = `must be a type of Envoy's API v3, got ${given(type)}`;
    report.error('envoy-filter/config-type', path.key('@type'), message, { value: type });
  }
}
