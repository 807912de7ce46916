/** A resource whose Outputs others take: a config map with settings. */
import * as pulumi from '@pulumi/pulumi';
import { PlainResource } from './plain-resource';

/** Config maps hold texts. */
export interface Settings {
  readonly host: string;
  readonly image: string;
  readonly port: string;
  readonly weight: string;
}

class SettingsMap extends PlainResource {
  declare public readonly data: pulumi.Output<Settings>;
}

/** Makes the config map `name`; of each setting the Output. They are known only when the map is there, and with it all that is made of them. */
export function settingsOf(name: string, data: Settings): (setting: keyof Settings) => pulumi.Output<string> {
  const map = new SettingsMap('kubernetes:core/v1:ConfigMap', 'settings', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'default' },
    data,
  });
  return (setting) => pulumi.all([map.id, map.data]).apply(([, all]) => all[setting]);
}
