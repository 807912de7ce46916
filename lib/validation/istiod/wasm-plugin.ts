/** WasmPlugin. */
import { type Manifest } from '../../model/manifest';
import { FieldPath } from '../field-path';
import { type Report } from '../report';
import { checkTargets, type Targets } from './common/selector';
import { checkWasm, type Wasm } from './common/wasm';

const SPEC = FieldPath.ROOT.field('spec');

export function checkWasmPlugin(object: Manifest, report: Report): void {
  const spec = (object.spec ?? {}) as Targets & Wasm;
  checkTargets(spec, SPEC, report);
  checkWasm(spec, 'wasm-plugin', SPEC, report);
}
