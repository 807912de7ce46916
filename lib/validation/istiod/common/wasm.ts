/**
 * A Wasm extension, in a WasmPlugin or a TrafficExtension. The API server looks at nearly all of it, but counts characters where
 * istiod counts bytes.
 */
import { checkBytes } from '../../../values/bytes';
import { type FieldPath } from '../../field-path';
import { type Report } from '../../report';

/** What is looked at of a Wasm extension. */
export interface Wasm {
  readonly imagePullSecret?: string | null;
  readonly pluginName?: string | null;
  readonly vmConfig?: { readonly env?: readonly ({ readonly name?: string | null } | null)[] | null } | null;
}

/** Reported as rules `<kind>/pull-secret-length`, `<kind>/plugin-name-length` and `<kind>/env-name-length`. */
export function checkWasm(wasm: Wasm, kind: string, path: FieldPath, report: Report): void {
  const tooLong = (value: string | null | undefined, most: number, rule: string, at: () => FieldPath) => {
    const problem = checkBytes(value, most);
    if (problem !== undefined) report.error(`${kind}/${rule}`, at(), problem, { value });
  };
  tooLong(wasm.imagePullSecret, 253, 'pull-secret-length', () => path.field('imagePullSecret'));
  tooLong(wasm.pluginName, 256, 'plugin-name-length', () => path.field('pluginName'));
  wasm.vmConfig?.env?.forEach((variable, index) => {
    const at = () => path.field('vmConfig').field('env').item(index).field('name');
    tooLong(variable?.name, 256, 'env-name-length', at);
  });
}
