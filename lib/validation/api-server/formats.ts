/** Formats of strings that the API server judges. Source: its format registry; formats that are not here it does not judge, or nobody uses. */
import { isIPv6 } from 'node:net';
import { checkCidr, checkIp } from '../../values/ip';
import { parseDuration } from '../../values/duration';
import { isGoRequestUri } from '../../values/go-url';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^([0-9]{2}):([0-9]{2}):([0-9]{2})(.[0-9]+)?(z|[+-][0-9]{2}:[0-9]{2})$/;
const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

function isDate(text: string): boolean {
  if (!DATE.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function isDateTime(text: string): boolean {
  const [date = '', time] = text.toLowerCase().split('t');
  const [, hours = '', minutes = '', seconds = ''] = TIME.exec(time ?? '') ?? [];
  return isDate(date) && hours !== '' && hours <= '23' && minutes <= '59' && seconds <= '59';
}

const OTHER_UUID = (version: 3 | 4 | 5): RegExp =>
  new RegExp(
    `^[0-9a-f]{8}-?[0-9a-f]{4}-?${version}[0-9a-f]{3}-?${version === 3 ? '' : '[89ab]'}[0-9a-f]{${version === 3 ? 4 : 3}}-?[0-9a-f]{12}$`,
    'i',
  );

// Beside Go's own durations it reads numbers with words, and passes over what stands around them.
const IN_WORDS =
  /\d\s*(?:ns|nanos?|nanoseconds?|[uµ]s|micros?|microseconds?|ms|millis?|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?)(?![A-Za-zµ])/i;

const FORMATS: Readonly<Record<string, { readonly fits: (text: string) => boolean; readonly what: string }>> = {
  byte: { fits: (text) => BASE64.test(text), what: 'base64' },
  'date-time': { fits: isDateTime, what: 'a time such as 2026-01-31T12:00:00Z' },
  date: { fits: isDate, what: 'a date such as 2026-01-31' },
  duration: {
    fits: (text) => parseDuration(text) !== undefined || IN_WORDS.test(text),
    what: 'a duration such as 10s',
  },
  ipv4: { fits: (text) => text.includes('.') && checkIp(text) === undefined, what: 'an IPv4 address' },
  ipv6: { fits: (text) => isIPv6(text) && !text.includes('%'), what: 'an IPv6 address' },
  cidr: { fits: (text) => checkCidr(text) === undefined, what: 'a CIDR such as 10.0.0.0/8' },
  uri: { fits: isGoRequestUri, what: 'a URL or an absolute path' },
  uuid3: { fits: (text) => OTHER_UUID(3).test(text), what: 'a UUID of version 3' },
  uuid4: { fits: (text) => OTHER_UUID(4).test(text), what: 'a UUID of version 4' },
  uuid5: { fits: (text) => OTHER_UUID(5).test(text), what: 'a UUID of version 5' },
  uuid: { fits: (text) => UUID.test(text), what: 'a UUID' },
};

/** Whether the server knows the format of a string. */
export function isStringFormat(format: string): boolean {
  return Object.hasOwn(FORMATS, format);
}

/** What the text would have to be; undefined where it fits, or nobody judges. */
export function formatProblem(format: string, text: string): string | undefined {
  const known = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  return known === undefined || known.fits(text) ? undefined : known.what;
}
