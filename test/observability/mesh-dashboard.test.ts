import { type Chart } from 'cdk8s';
import { MeshDashboard, type MeshDashboardProps, MeshNamespace } from 'istio-constructs';
import { failure, laterInEveryProp, only, written } from '../support/constructs';

const namespace = MeshNamespace.fromName('istio-system');
const expr = 'sum(rate(istio_requests_total{reporter="destination"}[5m])) by (destination_service)';
const minimal: MeshDashboardProps = { namespace, title: 'Mesh', panels: [{ title: 'Rate', queries: [{ expr }] }] };
const dashboardOf = (props: MeshDashboardProps, id = 'mesh') => {
  const configMap = only(
    written((chart) => new MeshDashboard(chart, id, props)),
    'ConfigMap',
  );
  const [[file, text] = ['', '']] = Object.entries(configMap.data as Record<string, string>);
  return { configMap, file, dashboard: JSON.parse(text) as Record<string, unknown> };
};

test('minimal props: a ConfigMap with the label that Grafana looks for', () => {
  const { configMap, file, dashboard } = dashboardOf(minimal);
  expect(configMap.metadata).toEqual({ name: 'mesh', namespace: 'istio-system', labels: { grafana_dashboard: '1' } });
  expect(file).toBe('mesh.json');
  expect(dashboard).toMatchObject({
    uid: 'mesh',
    title: 'Mesh',
    panels: [
      {
        id: 1,
        title: 'Rate',
        type: 'timeseries',
        gridPos: { x: 0, y: 0, w: 12, h: 8 },
        targets: [{ refId: 'A', expr }],
      },
    ],
  });
});

const allProps: Required<MeshDashboardProps> = {
  namespace,
  title: 'Mesh',
  panels: [
    {
      title: 'One',
      queries: [{ expr, legend: '{{destination_service}}' }, { expr: 'up' }],
      type: 'stat',
      unit: 'reqps',
    },
    { title: 'Two', queries: [{ expr: 'up' }] },
    { title: 'Three', queries: [{ expr: 'up' }] },
  ],
  name: 'own',
  labels: { team: 'mesh' },
};

test('all the props: two panels in a row', () => {
  const { configMap, file, dashboard } = dashboardOf(allProps);
  expect(configMap.metadata).toEqual({
    name: 'own',
    namespace: 'istio-system',
    labels: { team: 'mesh', grafana_dashboard: '1' },
  });
  expect(file).toBe('own.json');
  expect(dashboard).toMatchObject({
    panels: [
      {
        type: 'stat',
        fieldConfig: { defaults: { unit: 'reqps' } },
        targets: [{ refId: 'A', legendFormat: '{{destination_service}}' }, { refId: 'B' }],
        gridPos: { x: 0, y: 0 },
      },
      { title: 'Two', gridPos: { x: 12, y: 0 } },
      { title: 'Three', gridPos: { x: 0, y: 8 } },
    ],
  });
});

test('values that are only known later make the whole text known later', () => {
  const { written: reached, refused } = laterInEveryProp(
    () => allProps,
    (chart: Chart, props) => new MeshDashboard(chart, 'mesh', props),
  );
  expect(reached).toEqual(
    expect.arrayContaining([
      'title',
      'panels.0.title',
      'panels.0.queries.0.expr',
      'panels.0.queries.0.legend',
      'panels.0.unit',
      'labels.team',
    ]),
  );
  expect(refused).toEqual([
    'namespace',
    'panels',
    'panels.0',
    'panels.0.queries',
    'panels.0.queries.0',
    'panels.0.queries.1',
    'panels.1',
    'panels.1.queries',
    'panels.1.queries.0',
    'panels.2',
    'panels.2.queries',
    'panels.2.queries.0',
    'name',
    'labels',
  ]);
});

describe('errors', () => {
  test.each<[object, string]>([
    [{ title: '' }, 'title must be a text, got ""'],
    [{ panels: [] }, 'panels must have at least 1 entry, got 0'],
    [{ panels: [{ title: 'x', queries: [] }] }, 'panels[0].queries must have at least 1 entry, got 0'],
    [{ panels: [{ title: 'x', queries: ['up'] }] }, 'panels[0].queries[0] must be an object, got "up"'],
    [
      { panels: [{ title: 'x', queries: [{ expr: 'up' }], type: 'pie' }] },
      'panels[0].type must be one of timeseries, stat, gauge, table, got "pie"',
    ],
    [{ name: 'A b' }, 'name must be a DNS name'],
    [{ labels: { a: 'b c' } }, 'labels.a must be a label value'],
    [{ namespace: 'istio-system' }, 'namespace must be a MeshNamespace, got "istio-system"'],
  ])('%j', (more, message) => {
    expect(failure((chart) => new MeshDashboard(chart, 'mesh', { ...minimal, ...more } as never))).toContain(
      `shop/mesh: ${message}`,
    );
  });
});
