import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { type IMeshNamespace, isMeshNamespace } from '../tree/handles';
import {
  checkProps,
  kind,
  known,
  listOf,
  mapOf,
  oneOf,
  type PropChecks,
  required,
  shape,
  text,
  value,
} from '../tree/props';
import { checkDnsSubdomain } from '../values/dns-label';
import { checkLabelKey, checkLabelValue } from '../values/label';
import { derive } from '../values/unresolved';

/** One curve, or several, of a panel. */
export interface DashboardQuery {
  /** PromQL. */
  readonly expr: string;

  /**
   * What the curves are called, with labels as `{{destination_service}}`.
   *
   * @default - all their labels
   */
  readonly legend?: string | undefined;
}

/** A panel of a dashboard. */
export interface DashboardPanel {
  readonly title: string;
  readonly queries: readonly DashboardQuery[];

  /** How it is drawn. @default "timeseries" */
  readonly type?: 'timeseries' | 'stat' | 'gauge' | 'table' | undefined;

  /** Unit of its values, by Grafana's name: `reqps`, `ms`, `percentunit`. @default - none */
  readonly unit?: string | undefined;
}

/** Props of {@link MeshDashboard}. */
export interface MeshDashboardProps {
  /** Where Grafana looks for dashboards: its own namespace, unless its sidecar is told to look everywhere. */
  readonly namespace: IMeshNamespace;

  /** What the dashboard is called in Grafana. */
  readonly title: string;

  /** Its panels, two in a row. */
  readonly panels: readonly DashboardPanel[];

  /**
   * Name of the ConfigMap, of the file in it and identifier of the dashboard.
   *
   * @default - the id
   */
  readonly name?: string | undefined;

  /** More labels of the ConfigMap. @default - only the one that Grafana looks for */
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

const CHECKS: PropChecks<MeshDashboardProps> = {
  namespace: required(kind('a MeshNamespace', isMeshNamespace)),
  title: required(text),
  panels: required(
    known(
      listOf(
        known(
          shape<DashboardPanel>({
            title: required(text),
            queries: required(
              known(listOf(known(shape<DashboardQuery>({ expr: required(text), legend: text })), { min: 1 })),
            ),
            type: oneOf('timeseries', 'stat', 'gauge', 'table'),
            unit: text,
          }),
        ),
        { min: 1 },
      ),
    ),
  ),
  name: known(value(checkDnsSubdomain)),
  labels: known(mapOf(checkLabelKey, required(value(checkLabelValue)))),
};

/**
 * A Grafana dashboard: a ConfigMap with the label `grafana_dashboard: "1"`, by which Grafana's sidecar finds it.
 *
 * @example
 * new MeshDashboard(this, 'requests', {
 *   namespace: install.namespace,
 *   title: 'Requests',
 *   panels: [{ title: 'Rate', queries: [{ expr: 'sum(rate(istio_requests_total[5m])) by (destination_service)' }] }],
 * });
 */
export class MeshDashboard extends Construct {
  /** The ConfigMap. */
  public readonly configMap: ApiObject;

  /** @throws ConstructError listing what is wrong with `props`. */
  public constructor(scope: Construct, id: string, props: MeshDashboardProps) {
    super(scope, id);
    checkProps(this, { ...props, name: props.name ?? id }, CHECKS);
    const name = props.name ?? id;
    this.configMap = new ApiObject(this, 'object', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name,
        namespace: props.namespace.namespaceName,
        labels: { ...props.labels, grafana_dashboard: '1' },
      },
      data: { [`${name}.json`]: printDashboard(name, props) },
    });
  }
}

/** The dashboard as Grafana keeps it, all of it at once where a part is only known after deployment. */
function printDashboard(name: string, { title, panels }: MeshDashboardProps): string {
  const leaves = [
    title,
    ...panels.flatMap((panel) => [
      panel.title,
      panel.type,
      panel.unit,
      ...panel.queries.flatMap(({ expr, legend }) => [expr, legend]),
    ]),
  ];
  return derive(leaves, (...known) => {
    const next = known[Symbol.iterator]();
    const take = () => next.next().value as string | undefined;
    const dashboard = {
      uid: name.slice(0, LONGEST_UID),
      title: take(),
      schemaVersion: 39,
      time: { from: 'now-1h', to: 'now' },
      templating: { list: [{ name: 'datasource', type: 'datasource', query: 'prometheus' }] },
      panels: panels.map((panel, index) => {
        const [heading, type, unit] = [take(), take(), take()];
        return {
          id: index + 1,
          title: heading,
          type: type ?? 'timeseries',
          datasource: { type: 'prometheus', uid: '${datasource}' },
          gridPos: { h: 8, w: 12, x: (index % 2) * 12, y: Math.floor(index / 2) * 8 },
          ...(unit !== undefined && { fieldConfig: { defaults: { unit }, overrides: [] } }),
          targets: panel.queries.map((_, query) => {
            const [expr, legendFormat] = [take(), take()];
            return {
              refId: String.fromCharCode(65 + (query % 26)),
              expr,
              ...(legendFormat !== undefined && { legendFormat }),
            };
          }),
        };
      }),
    };
    return `${JSON.stringify(dashboard, null, 2)}\n`;
  });
}

/** Grafana takes no longer one. */
const LONGEST_UID = 40;
