/** TrafficExtension. */
import { type Manifest } from '../../model/manifest';
import { checkBytes } from '../../values/bytes';
import { FieldPath } from '../field-path';
import { type Report } from '../report';
import { checkTargets, type Targets } from './common/selector';
import { checkWasm, type Wasm } from './common/wasm';

interface TrafficExtension extends Targets {
  readonly wasm?: Wasm | null;
  readonly lua?: { readonly inlineCode?: string | null } | null;
}

const LONGEST_SCRIPT = 65_536;
const SPEC = FieldPath.ROOT.field('spec');

export function checkTrafficExtension(object: Manifest, report: Report): void {
  const spec = (object.spec ?? {}) as TrafficExtension;
  checkTargets(spec, SPEC, report);
  if (spec.wasm) checkWasm(spec.wasm, 'traffic-extension', SPEC.field('wasm'), report);
  const problem = checkBytes(spec.lua?.inlineCode, LONGEST_SCRIPT);
  if (problem !== undefined) report.error('traffic-extension/lua-size', SPEC.field('lua').field('inlineCode'), problem);
}
