/** Which measured check of istiod's webhook each rule about metadata, selectors and targets stands for. */
export const CHECK_IDS: Readonly<Record<string, string>> = {
  'metadata/always-reject': 'meta-always-reject',
  'metadata/parents': 'meta-parents',
  'metadata/parent-namespace': 'meta-parent-ns',
  'metadata/dry-run-kind': 'meta-dryrun-kind',
  'metadata/dry-run-action': 'meta-dryrun-action',
  'metadata/dry-run-value': 'meta-dryrun-bool',
  'selector/empty-key': 'selector-key',
  'selector/wildcard': 'selector-wild',
  'selector/no-labels': 'selector-empty',
  'workload-selector/no-labels': 'selector-empty-alpha',
  'target-ref/one-of': 'selector-oneof',
  'target-ref/name': 'targetref-name',
  'target-ref/namespace': 'targetref-ns',
  'target-ref/kind': 'targetref-kind',
};
