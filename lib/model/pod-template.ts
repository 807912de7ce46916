import { fieldsOf, itemsOf, textFieldsOf } from '../values/json';
import { type MeshObject } from './mesh-object';

/** What pods of a workload are made from. */
export interface PodTemplate {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: Readonly<Record<string, unknown>>;
}

/**
 * The pod template of an object of any kind: a Pod itself, `spec.template` of Deployments and their kin, those of custom resources
 * included, and `spec.jobTemplate.spec.template` of CronJobs. Undefined where nothing has containers.
 */
export function podTemplateOf({ kind, labels, annotations, spec }: MeshObject): PodTemplate | undefined {
  if (kind === 'Pod') return { labels, annotations, spec };
  const template = fieldsOf(
    spec.jobTemplate === undefined ? spec.template : fieldsOf(fieldsOf(spec.jobTemplate).spec).template,
  );
  const podSpec = fieldsOf(template.spec);
  if (itemsOf(podSpec.containers).length === 0) return undefined;
  const metadata = fieldsOf(template.metadata);
  return {
    labels: textFieldsOf(metadata.labels),
    annotations: textFieldsOf(metadata.annotations),
    spec: podSpec,
  };
}
