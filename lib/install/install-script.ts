/** Shell scripts that install Istio, look after it and open its dashboards. */

/** Add-ons that Istio ships as samples, and where their files lie in the release. Source: `samples/addons`. */
export const ADDONS = {
  prometheus: 'prometheus.yaml',
  grafana: 'grafana.yaml',
  jaeger: 'jaeger.yaml',
  kiali: 'kiali.yaml',
  loki: 'loki.yaml',
  zipkin: 'extras/zipkin.yaml',
} as const;

/** An add-on of Istio. */
export type Addon = keyof typeof ADDONS;

/** Those that `istioctl dashboard` opens. */
const WITH_DASHBOARD: readonly Addon[] = ['prometheus', 'grafana', 'jaeger', 'kiali', 'zipkin'];

/** The address of a chart of Istio's: `base`, `istiod` or `gateway`. */
export function chartAddress(chart: string): string {
  return `oci://registry.istio.io/release/charts/${chart}`;
}

/** What the scripts do. */
export interface ScriptOptions {
  /** `1.31.1`. */
  readonly version: string;

  /** Namespace of istiod. */
  readonly namespace: string;
  readonly revision: string | undefined;
  readonly addons: readonly Addon[];

  /** Names and namespaces of the gateways' Deployments. */
  readonly gateways: readonly { readonly name: string; readonly namespace: string }[];

  /** Whether istiod itself is installed. */
  readonly hasControlPlane: boolean;
}

/** A script that installs by `istioctl` from the IstioOperator file beside it. */
export function istioctlScript(options: ScriptOptions): string {
  const install = ['istioctl install --skip-confirmation --filename "$here/istio-operator.yaml"'];
  return script('istioctl', options, [...install, ...restOfInstall(options)]);
}

/** A script that installs by Helm from the values beside it: CRDs, then istiod, then gateways. */
export function helmScript(options: ScriptOptions): string {
  const { version, namespace, revision, gateways, hasControlPlane } = options;
  const release = (name: string, chart: string, into: string) =>
    `helm upgrade --install ${quoted(name)} ${quoted(chartAddress(chart))} --version ${quoted(version)} \\
      --namespace ${quoted(into)} --create-namespace --values "$here"/helm/${quoted(`${name}.yaml`)} --wait`;
  const istiod = revision === undefined ? 'istiod' : `istiod-${revision}`;
  return script('helm', options, [
    ...(hasControlPlane ? [release('istio-base', 'base', namespace), release(istiod, 'istiod', namespace)] : []),
    ...gateways.map((gateway) => release(gateway.name, 'gateway', gateway.namespace)),
    ...restOfInstall(options),
  ]);
}

/** `text` as one word of a POSIX shell. */
export function quoted(text: string): string {
  return /^[A-Za-z0-9_./:=@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function restOfInstall({ addons }: ScriptOptions): string[] {
  return addons.length > 0 ? ['addons'] : [];
}

function script(tool: 'istioctl' | 'helm', options: ScriptOptions, install: readonly string[]): string {
  const { version, namespace, revision, addons, gateways, hasControlPlane } = options;
  const istiod = revision === undefined ? 'istiod' : `istiod-${revision}`;
  const addonUrl = (addon: Addon) =>
    `https://raw.githubusercontent.com/istio/istio/${version}/samples/addons/${ADDONS[addon]}`;
  const rollout = (name: string, into: string) =>
    `kubectl rollout status deployment/${quoted(name)} --namespace ${quoted(into)} --timeout 5m`;
  const verify = [
    ...(hasControlPlane ? [rollout(istiod, namespace)] : []),
    ...gateways.map((gateway) => rollout(gateway.name, gateway.namespace)),
    'istioctl analyze --all-namespaces',
  ];
  const dashboards = addons.filter((addon) => WITH_DASHBOARD.includes(addon));
  return `#!/bin/sh
# Istio ${version} by ${tool}. Run without arguments for help.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)

usage() {
  cat <<'END'
Usage: ${tool}.sh <command>

  install            install or upgrade Istio ${version}${addons.length > 0 ? ', then the add-ons' : ''}
  addons             apply ${addons.length > 0 ? addons.join(', ') : 'nothing, for no add-ons are chosen'}
  verify             wait until everything runs, then let istioctl look for problems
  version            versions of istioctl, of the control plane and of the proxies
  dashboard <name>   open ${dashboards.length > 0 ? dashboards.join(', ') : 'a dashboard'}; Ctrl-C ends it
END
}

install() {
${indented(install)}
}

addons() {
${indented(addons.length > 0 ? addons.map((addon) => `kubectl apply --namespace ${quoted(namespace)} --filename ${quoted(addonUrl(addon))}`) : [':'])}
}

verify() {
${indented(verify)}
}

case "\${1:-help}" in
  install) install ;;
  addons) addons ;;
  verify) verify ;;
  version) istioctl version --istioNamespace ${quoted(namespace)} ;;
  dashboard) istioctl dashboard "\${2:?which one?}" --istioNamespace ${quoted(namespace)} ;;
  help | -h | --help) usage ;;
  *)
    usage >&2
    exit 2
    ;;
esac
`;
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join('\n');
}
