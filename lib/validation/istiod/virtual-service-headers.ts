/** What a route of a VirtualService does to headers. */
import { type Headers, type Rewrite } from '../../../imports/istio/virtual-service';
import { given } from '../../values/given';
import { checkHeaderFormat } from '../../values/header-format';
import { checkHeaderValue } from '../../values/http-header';
import { type FieldPath } from '../field-path';
import { type Report } from '../report';
import { forEachEntry, forEachItem, isSet, type Loose } from './common/loose';

// Go folds cases of Unicode, where an s has a third form, as these do.
const HOST = /^host$/iu;
const AUTHORITY = /^(?::authority|host)$/iu;

/** Headers to set, add and remove. Of names only those are refused that Envoy keeps for itself. */
export function checkHeaders(headers: Loose<Headers> | null | undefined, path: FieldPath, report: Report): void {
  if (!isSet(headers)) return;
  const { request, response } = headers;
  if (isSet(request)) {
    const at = path.field('request');
    const change = (name: string, value: string, entry: FieldPath) => {
      if (!AUTHORITY.test(name)) checkName(name, entry, report);
      checkValue(value, entry, report);
    };
    forEachEntry(request.add, '', at.field('add'), change);
    forEachEntry(request.set, '', at.field('set'), change);
    forEachItem(request.remove, at.field('remove'), (name, entry) => checkOtherName(name, entry, report));
  }
  if (isSet(response)) {
    const at = path.field('response');
    const change = (name: string, value: string, entry: FieldPath) => {
      checkOtherName(name, entry, report);
      checkValue(value, entry, report);
    };
    forEachEntry(response.add, '', at.field('add'), change);
    forEachEntry(response.set, '', at.field('set'), change);
    forEachItem(response.remove, at.field('remove'), (name, entry) => checkOtherName(name, entry, report));
  }
}

function checkName(name: string, path: FieldPath, report: Report): void {
  if (name === '') report.error('virtual-service/header-empty', path, 'must have a name', { value: name });
  else if (name.startsWith(':'))
    report.error('virtual-service/header-pseudo', path, `must not begin with :, got ${given(name)}`, { value: name });
}

/** Where the host cannot be changed: it is no header of responses, and no request goes without. */
function checkOtherName(name: string, path: FieldPath, report: Report): void {
  if (HOST.test(name))
    report.error('virtual-service/header-host', path, 'must not be the host, which can only be set in requests', {
      value: name,
    });
  else checkName(name, path, report);
}

function checkValue(value: string, path: FieldPath, report: Report): void {
  const characters = checkHeaderValue(value);
  if (characters !== undefined) report.error('virtual-service/header-characters', path, characters, { value });
  else {
    const format = checkHeaderFormat(value);
    if (format !== undefined) report.error('virtual-service/header-format', path, format, { value });
  }
}

/** The host of a request is set at most once, by the rewrite or by headers. */
export function checkAuthority(
  rewrite: Loose<Rewrite> | null | undefined,
  headers: Loose<Headers> | null | undefined,
  path: FieldPath,
  report: Report,
): void {
  const request = headers?.request;
  if (!isSet(request)) return;
  let before = rewrite?.authority ?? '';
  const check = (name: string, value: string, at: FieldPath) => {
    if (!AUTHORITY.test(name)) return;
    if (before !== '')
      report.error('virtual-service/authority-twice', at, `must not set the host again, after ${given(before)}`, {
        value,
      });
    before = value;
  };
  const at = path.field('request');
  forEachEntry(request.set, '', at.field('set'), check);
  forEachEntry(request.add, '', at.field('add'), check);
}
