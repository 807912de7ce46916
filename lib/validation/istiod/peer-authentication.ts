/** PeerAuthentication. */
import { type Manifest } from '../../model/manifest';
import { given } from '../../values/given';
import { FieldPath } from '../field-path';
import { type Report } from '../report';
import { checkSelector, type Selector } from './common/selector';

interface PeerAuthentication {
  readonly selector?: Selector | null;
  readonly portLevelMtls?: Readonly<Record<string, unknown>> | null;
}

const SPEC = FieldPath.ROOT.field('spec');

// What CEL, and so the API server, takes for a number may also have a sign or zeros before it. istiod reads JSON.
const JSON_NUMBER = /^(0|[1-9][0-9]*)$/;

export function checkPeerAuthentication(object: Manifest, report: Report): void {
  const spec = (object.spec ?? {}) as PeerAuthentication;
  checkSelector(spec.selector, SPEC.field('selector'), report);
  for (const port in spec.portLevelMtls) {
    if (JSON_NUMBER.test(port)) continue;
    const message = `must be a port without a sign and without zeros before it, got ${given(port)}`;
    const path = SPEC.field('portLevelMtls').key(port);
    report.error('peer-authentication/port-key', path, message, { value: port, fix: `write ${Number(port)}` });
  }
}
