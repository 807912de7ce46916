/** ProxyConfig. */
import { type Manifest } from '../../model/manifest';
import { FieldPath } from '../field-path';
import { type Report } from '../report';
import { checkSelector, type Selector } from './common/selector';

export function checkProxyConfig(object: Manifest, report: Report): void {
  const { selector } = (object.spec ?? {}) as { readonly selector?: Selector | null };
  checkSelector(selector, FieldPath.ROOT.field('spec').field('selector'), report);
}
