import { type IConstruct } from 'constructs';
import { FILE_METADATA, FINDING_METADATA, type ManifestFile } from '../model/metadata';
import { type DeclaredIntent, INTENT_METADATA } from '../model/intents';
import { type Finding } from '../values/finding';
import { ofRoot } from './root-state';

/** Leaves a finding about `construct`, which a program prints with the construct's path. */
export function report(construct: IConstruct, finding: Omit<Finding, 'judge'>): void {
  construct.node.addMetadata(FINDING_METADATA, { ...finding, judge: 'istio-constructs' } satisfies Finding);
}

/** Leaves a file for a program to write beside the manifests. */
export function leaveFile(construct: IConstruct, file: ManifestFile): void {
  construct.node.addMetadata(FILE_METADATA, file);
}

/** Leaves an intent for `program.intents()`, and for whoever judges the mesh as a whole. */
export function declareIntent(construct: IConstruct, intent: DeclaredIntent): void {
  construct.node.addMetadata(INTENT_METADATA, intent);
  declaredIntents(construct).push({ construct, intent });
}

/** All intents of the tree that `scope` is in, in the order in which they were declared. */
export function declaredIntents(
  scope: IConstruct,
): { readonly construct: IConstruct; readonly intent: DeclaredIntent }[] {
  return ofRoot(scope, 'intents', () => []);
}
