/**
 * What the API server says of Kubernetes' own kinds beyond their schemas: what is written in Go there, as far as it bites.
 *
 * Source: the validation of Kubernetes 1.36 with the feature gates that are on by default, measured against a real server. Rules are
 * named `kubernetes/<what>`, paths are the server's. What depends on a cluster (quotas, admission, names that are taken) and sources of
 * volumes that are rare are not judged.
 */
import { type Manifest } from '../../model/manifest';
import { type Report } from '../report';
import { checkAutoscaler } from './autoscaler';
import { checkConfigMap, checkSecret } from './data';
import { checkDisruptionBudget } from './disruption-budget';
import { checkNamespace, checkObjectMetadata } from './object-metadata';
import { checkCronJob, checkJob } from './jobs';
import { checkNetworkPolicy } from './network-policy';
import { Part } from './part';
import { checkPod, checkTemplate } from './pod-template';
import { checkClusterRole, checkClusterRoleBinding, checkRole, checkRoleBinding } from './rbac';
import { checkService } from './service';
import { checkDaemonSet, checkDeployment, checkStatefulSet } from './workloads';

const CHECKS: Readonly<Record<string, (object: Part) => void>> = {
  'v1 ConfigMap': checkConfigMap,
  'v1 Namespace': checkNamespace,
  'v1 Pod': checkPod,
  'v1 PodTemplate': checkTemplate,
  'v1 Secret': checkSecret,
  'v1 Service': checkService,
  'v1 ServiceAccount': () => undefined,
  'apps/v1 DaemonSet': checkDaemonSet,
  'apps/v1 Deployment': checkDeployment,
  'apps/v1 StatefulSet': checkStatefulSet,
  'autoscaling/v2 HorizontalPodAutoscaler': checkAutoscaler,
  'batch/v1 CronJob': checkCronJob,
  'batch/v1 Job': checkJob,
  'networking.k8s.io/v1 NetworkPolicy': checkNetworkPolicy,
  'policy/v1 PodDisruptionBudget': checkDisruptionBudget,
  'rbac.authorization.k8s.io/v1 ClusterRole': checkClusterRole,
  'rbac.authorization.k8s.io/v1 ClusterRoleBinding': checkClusterRoleBinding,
  'rbac.authorization.k8s.io/v1 Role': checkRole,
  'rbac.authorization.k8s.io/v1 RoleBinding': checkRoleBinding,
};

/**
 * Judges one object of a kind of Kubernetes itself.
 *
 * @param object - of which the schema walk has found nothing wrong: types are right, or not known yet.
 */
export function builtInFindings(object: Manifest, report: Report): void {
  const check = CHECKS[`${String(object.apiVersion)} ${String(object.kind)}`];
  if (check === undefined) return;
  const root = Part.root(object, report);
  check(root);
  checkObjectMetadata(root);
}
