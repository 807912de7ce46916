import { type HorizontalPodAutoscalerSpec, type MetricSpec } from '../../imports/kubernetes/horizontal-pod-autoscaler';
import { type Check, known, type PropChecks, required, shape, wholeNumber } from '../tree/props';
import { isUnresolved } from '../values/unresolved';

/** How the number of pods of a version follows their load. */
export interface Autoscaling {
  /** The fewest pods (`minReplicas`). */
  readonly minReplicas: number;

  /** The most pods (`maxReplicas`). */
  readonly maxReplicas: number;

  /** CPU that the container is to use on average, in percent of what it requests. @default - not looked at */
  readonly cpuPercent?: number | undefined;

  /** Memory that the container is to use on average, in percent of what it requests. @default - not looked at */
  readonly memoryPercent?: number | undefined;
}

const INT32 = 2 ** 31 - 1;

const FIELDS: PropChecks<Autoscaling> = {
  minReplicas: required(wholeNumber(1, INT32)),
  maxReplicas: required(wholeNumber(1, INT32)),
  cpuPercent: wholeNumber(1, INT32),
  memoryPercent: wholeNumber(1, INT32),
};

/** Checks an {@link Autoscaling}. */
export const autoscalingCheck: Check = known((given, at) => {
  const wrong = shape(FIELDS)(given, at);
  if (wrong.length > 0 || given === undefined) return wrong;
  const { minReplicas, maxReplicas, cpuPercent, memoryPercent } = given as Autoscaling;
  const inverted = !isUnresolved(minReplicas) && !isUnresolved(maxReplicas) && maxReplicas < minReplicas;
  return [
    ...(inverted ? [`${at}.maxReplicas must be at least minReplicas, ${minReplicas}, got ${maxReplicas}`] : []),
    ...(cpuPercent === undefined && memoryPercent === undefined
      ? [`${at} must have cpuPercent or memoryPercent, by which the number of pods is decided`]
      : []),
  ];
});

/** What counts for a version: its own autoscaling or number of pods, else the app's. */
export function autoscalingOf(
  app: { readonly autoscaling?: Autoscaling | undefined },
  version: { readonly autoscaling?: Autoscaling | undefined; readonly replicas?: number | undefined },
): Autoscaling | undefined {
  return version.autoscaling ?? (version.replicas === undefined ? app.autoscaling : undefined);
}

/** `spec` of the HorizontalPodAutoscaler of a workload, by the load of one container: that of the sidecar would distort it. */
export function printAutoscaler(
  { minReplicas, maxReplicas, cpuPercent, memoryPercent }: Autoscaling,
  workload: { readonly kind: string; readonly name: string; readonly container: string },
): HorizontalPodAutoscalerSpec {
  const { kind, name, container } = workload;
  const metric = (resource: string, averageUtilization: number | undefined): MetricSpec[] =>
    averageUtilization === undefined
      ? []
      : [
          {
            type: 'ContainerResource',
            containerResource: { name: resource, container, target: { type: 'Utilization', averageUtilization } },
          },
        ];
  return {
    scaleTargetRef: { apiVersion: 'apps/v1', kind, name },
    minReplicas,
    maxReplicas,
    metrics: [...metric('cpu', cpuPercent), ...metric('memory', memoryPercent)],
  };
}
