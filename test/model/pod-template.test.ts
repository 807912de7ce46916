import { podTemplateOf } from '../../lib/model/pod-template';
import { type Fields } from '../simulation/meshes';
import { objectOf } from '../simulation/stage-facts';

const SPEC = { containers: [{ name: 'app' }] };
const TEMPLATE = { metadata: { labels: { app: 'a' }, annotations: { x: 'y' } }, spec: SPEC };
const of = (kind: string, spec: Fields, metadata: Fields = {}) =>
  podTemplateOf(objectOf({ apiVersion: 'x/v1', kind, metadata: { name: 'a', ...metadata }, spec }));

describe('the pod template', () => {
  it('of a Pod is the Pod', () => {
    expect(of('Pod', SPEC, { labels: { app: 'a' } })).toEqual({ labels: { app: 'a' }, annotations: {}, spec: SPEC });
  });

  it.each(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'Rollout'])('of a %s', (kind) => {
    expect(of(kind, { template: TEMPLATE })).toEqual({ labels: { app: 'a' }, annotations: { x: 'y' }, spec: SPEC });
  });

  it('of a CronJob', () => {
    expect(of('CronJob', { jobTemplate: { spec: { template: TEMPLATE } } })?.labels).toEqual({ app: 'a' });
  });

  it.each<[string, Fields]>([
    ['a Service', { selector: {} }],
    ['a template without containers', { template: { spec: {} } }],
    ['nonsense', { template: 'x' }],
  ])('is not there in %s', (_, spec) => {
    expect(of('Service', spec)).toBeUndefined();
  });
});
