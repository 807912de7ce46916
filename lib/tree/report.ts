import { type IConstruct } from 'constructs';
import { FILE_METADATA, FINDING_METADATA, HELM_METADATA, type HelmRelease, type ManifestFile } from '../model/metadata';
import { type DeclaredIntent, INTENT_METADATA } from '../model/intents';
import { type Finding } from '../values/finding';

/** Leaves a finding about `construct`, which a program prints with the construct's path. */
export function report(construct: IConstruct, finding: Omit<Finding, 'judge'>): void {
  construct.node.addMetadata(FINDING_METADATA, { ...finding, judge: 'istio-constructs' } satisfies Finding);
}

/** Leaves a file for a program to write beside the manifests. */
export function leaveFile(construct: IConstruct, file: ManifestFile): void {
  construct.node.addMetadata(FILE_METADATA, file);
}

/** Leaves a release for an engine that installs charts. */
export function leaveRelease(construct: IConstruct, release: HelmRelease): void {
  construct.node.addMetadata(HELM_METADATA, release);
}

/** Leaves an intent for `program.intents()`, and for whoever judges the mesh as a whole. */
export function declareIntent(construct: IConstruct, intent: DeclaredIntent): void {
  construct.node.addMetadata(INTENT_METADATA, intent);
}

/** All intents of the tree that `scope` is in, in the order of its constructs. Walks the tree: ask at the end, and once. */
export function declaredIntents(
  scope: IConstruct,
): readonly { readonly construct: IConstruct; readonly intent: DeclaredIntent }[] {
  return scope.node.root.node
    .findAll()
    .flatMap((construct) =>
      construct.node.metadata
        .filter(({ type }) => type === INTENT_METADATA)
        .map(({ data }) => ({ construct, intent: data as DeclaredIntent })),
    );
}
