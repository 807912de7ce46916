/** Roles and their bindings. Source: the validation of the rbac group in Kubernetes 1.36. */
import { checkDnsSubdomain } from '../../values/dns-label';
import { given } from '../../values/given';
import { checkSelector } from './labels';
import { type Part } from './part';
import { checkPathSegment } from '../../values/path-segment';

const GROUP = 'rbac.authorization.k8s.io';
const SUBJECT_KINDS = ['ServiceAccount', 'User', 'Group'];

/** A Role. */
export function checkRole(role: Part): void {
  for (const rule of role.parts('rules')) checkRule(rule, true);
}

/** A ClusterRole. */
export function checkClusterRole(role: Part): void {
  for (const rule of role.parts('rules')) checkRule(rule, false);
  const aggregation = role.part('aggregationRule');
  if (aggregation === undefined) return;
  if (aggregation.hasNone('clusterRoleSelectors'))
    aggregation.fail('rbac-rule', 'clusterRoleSelectors', 'must have at least one selector');
  for (const selector of aggregation.parts('clusterRoleSelectors')) checkSelector(selector);
}

function checkRule(rule: Part, isNamespaced: boolean): void {
  if (rule.hasNone('verbs')) rule.fail('rbac-rule', 'verbs', 'must have at least one verb');
  if (!rule.hasNone('nonResourceURLs')) {
    if (isNamespaced)
      rule.fail('rbac-rule', 'nonResourceURLs', 'must not be given in a Role', undefined, 'use a ClusterRole');
    if (!rule.hasNone('apiGroups') || !rule.hasNone('resources') || !rule.hasNone('resourceNames'))
      rule.fail(
        'rbac-rule',
        'nonResourceURLs',
        'must not stand beside apiGroups, resources or resourceNames',
        undefined,
        'make two rules of it',
      );
    return;
  }
  if (rule.hasNone('apiGroups')) rule.fail('rbac-rule', 'apiGroups', 'must have at least one group: "" for the core');
  if (rule.hasNone('resources')) rule.fail('rbac-rule', 'resources', 'must have at least one resource');
}

/** A RoleBinding. */
export function checkRoleBinding(binding: Part): void {
  checkBinding(binding, ['Role', 'ClusterRole'], true);
}

/** A ClusterRoleBinding. */
export function checkClusterRoleBinding(binding: Part): void {
  checkBinding(binding, ['ClusterRole'], false);
}

function checkBinding(binding: Part, kinds: readonly string[], isNamespaced: boolean): void {
  const role = binding.below('roleRef');
  if (role !== undefined) {
    // Empty becomes the right one.
    role.oneOf('role-ref', 'apiGroup', [GROUP]);
    if (role.require('role-ref', 'kind')) role.oneOf('role-ref', 'kind', kinds);
    role.mustFit('role-ref', 'name', checkPathSegment);
  }
  for (const subject of binding.parts('subjects')) checkSubject(subject, isNamespaced);
}

function checkSubject(subject: Part, isNamespaced: boolean): void {
  subject.require('subject', 'name');
  if (!subject.require('subject', 'kind')) return;
  subject.oneOf('subject', 'kind', SUBJECT_KINDS);
  switch (subject.text('kind')) {
    case 'ServiceAccount':
      subject.fits('subject', 'name', checkDnsSubdomain);
      if (subject.text('apiGroup') !== undefined)
        subject.fail(
          'subject',
          'apiGroup',
          `must not be given for a ServiceAccount, got ${given(subject.fields['apiGroup'])}`,
        );
      if (!isNamespaced && subject.isEmpty('namespace'))
        subject.fail('subject', 'namespace', 'must be given for a ServiceAccount: it belongs to a namespace');
      break;
    case 'User':
    case 'Group':
      subject.oneOf('subject', 'apiGroup', [GROUP]);
      break;
  }
}
