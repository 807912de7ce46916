/** Answers that an HTTP route of a VirtualService gives itself, and other paths that it asks for. */
import {
  type DirectResponse,
  type HttpMatch,
  type Redirect,
  type Rewrite,
  type UriRegexRewrite,
} from '../../../imports/istio/virtual-service';
import { given } from '../../values/given';
import { checkPort } from '../../values/port';
import { type FieldPath } from '../field-path';
import { type Report } from '../report';
import { isSet, type Loose } from './common/loose';
import { checkStatus } from './virtual-service-fault';
import { regexProblem } from './virtual-service-match';

const KIBIBYTE = 1024;
const LARGE_BODY = 100 * KIBIBYTE;
const LARGEST_BODY = 1024 * KIBIBYTE;

/** Somewhere else to go, with a code and a scheme that HTTP knows. Of several problems the first is reported. */
export function checkRedirect(
  redirect: Loose<Redirect>,
  matches: readonly (Loose<HttpMatch> | null | undefined)[] | null | undefined,
  path: FieldPath,
  report: Report,
): void {
  const { uri = '', prefixRewrite = '', authority = '', scheme = '', redirectCode, port, derivePort } = redirect;
  const isPrefixRewrite = isSet(prefixRewrite) && prefixRewrite !== '';
  const isUri = isSet(uri) && uri !== '';
  const code = redirectCode ?? 0;
  if (isUri && isPrefixRewrite) {
    report.error('virtual-service/redirect-uri-and-prefix', path, 'must not have uri and prefixRewrite', {
      fix: 'drop one of the two',
    });
  } else if (isPrefixRewrite && matches?.some((match) => isSet(match?.uri) && !isSet(match.uri.prefix))) {
    report.error(
      'virtual-service/redirect-prefix-match',
      path.field('prefixRewrite'),
      'must be used where each match of uri is a prefix, as it replaces that',
      { value: prefixRewrite },
    );
  } else if (!isUri && !isPrefixRewrite && !authority && !scheme && !isSet(port) && !isSet(derivePort)) {
    report.error(
      'virtual-service/redirect-empty',
      path,
      'must have uri, prefixRewrite, authority, scheme, port or derivePort',
    );
  } else if (code !== 0 && (code < 300 || code > 399)) {
    report.error(
      'virtual-service/redirect-code',
      path.field('redirectCode'),
      `must be between 300 and 399, got ${code}`,
      {
        value: code,
      },
    );
  } else if (isSet(scheme) && !['', 'http', 'https'].includes(scheme)) {
    report.error(
      'virtual-service/redirect-scheme',
      path.field('scheme'),
      `must be http or https, got ${given(scheme)}`,
      {
        value: scheme,
      },
    );
  } else if (isSet(port) && port > 0) {
    const problem = checkPort(port);
    if (problem !== undefined)
      report.error('virtual-service/redirect-port', path.field('port'), problem, { value: port });
  }
}

/** A status, and a body that proxies can bear: each of them holds it in memory. */
export function checkDirectResponse({ status, body }: Loose<DirectResponse>, path: FieldPath, report: Report): void {
  const size = isSet(body?.string) ? Buffer.byteLength(body.string) : base64Length(body?.bytes);
  if (size > LARGEST_BODY)
    report.error('virtual-service/body-size', path.field('body'), `must be at most 1 MiB, got ${size} bytes`);
  else if (size > LARGE_BODY)
    report.warning(
      'virtual-service/body-large',
      path.field('body'),
      `is ${size} bytes, which istiod sends to all proxies; it warns of more than 100 KiB`,
    );
  checkStatus(status ?? 0, path.field('status'), report);
}

/** Another path or another host, a path in one of two ways. Of several problems the first is reported. */
export function checkRewrite(
  { uri, uriRegexRewrite, authority }: Loose<Rewrite>,
  path: FieldPath,
  report: Report,
): void {
  if (uri && isSet(uriRegexRewrite)) {
    report.error('virtual-service/rewrite-both', path, 'must not have uri and uriRegexRewrite', {
      fix: 'drop one of the two',
    });
  } else if (!uri && !isSet(uriRegexRewrite) && !authority) {
    report.error('virtual-service/rewrite-empty', path, 'must have uri, uriRegexRewrite or authority');
  } else if (isSet(uriRegexRewrite)) {
    checkRegexRewrite(uriRegexRewrite, path.field('uriRegexRewrite'), report);
  }
}

function checkRegexRewrite({ match, rewrite }: Loose<UriRegexRewrite>, path: FieldPath, report: Report): void {
  if (!match || !rewrite) {
    report.error('virtual-service/rewrite-fields', path, 'must have match and rewrite, neither of them empty');
    return;
  }
  const problem = regexProblem(match);
  if (problem !== undefined)
    report.error('virtual-service/rewrite-regex', path.field('match'), problem, { value: match });
}

/** The API server takes a list here, because the field has a format. */
function base64Length(bytes: unknown): number {
  return typeof bytes === 'string' ? Buffer.byteLength(bytes, 'base64') : 0;
}
