/** Schedules of CronJobs. Source: the parser that Kubernetes uses (robfig/cron), its standard form of five fields. */
import { parseDuration } from './duration';
import { given } from './given';
import { isUnresolved } from './unresolved';

const MACROS = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];
const EVERY = '@every ';
const BLANKS = /\s+/;
const DIGITS = /^[+-]?\d+$/;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** A field of a schedule: its name, its limits, and the words that stand for numbers from the lower limit on. */
interface ScheduleField {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly words?: readonly string[];
}

const FIELDS: readonly ScheduleField[] = [
  { name: 'minute', least: 0, most: 59 },
  { name: 'hour', least: 0, most: 23 },
  { name: 'day of the month', least: 1, most: 31 },
  { name: 'month', least: 1, most: 12, words: MONTHS },
  { name: 'day of the week', least: 0, most: 6, words: DAYS },
];

/** Minute, hour, day, month and day of the week, or a macro such as `@daily` or `@every 1h30m`. */
export function checkCronSchedule(value: unknown): string | undefined {
  if (isUnresolved(value)) return undefined;
  if (typeof value !== 'string') return `must be a schedule such as "0 3 * * *", got ${given(value)}`;
  if (value.includes('TZ')) return `must name no time zone, got ${given(value)}: that is for timeZone`;
  if (value.startsWith('@')) {
    const isEvery = value.startsWith(EVERY) && parseDuration(value.slice(EVERY.length)) !== undefined;
    return isEvery || MACROS.includes(value)
      ? undefined
      : `must be one of ${MACROS.join(', ')} or "@every 1h30m", got ${given(value)}`;
  }
  const parts = value.split(BLANKS).filter((part) => part !== '');
  if (parts.length !== FIELDS.length)
    return `must have 5 fields (minute, hour, day of the month, month, day of the week), got ${parts.length} in ${given(value)}`;
  for (const [index, field] of FIELDS.entries()) {
    const part = parts[index] ?? '';
    if (!part.split(',').every((range) => range === '' || isRange(range, field)))
      return `must have a ${field.name} of ${field.least} to ${field.most}, got ${given(part)} in ${given(value)}`;
  }
  return undefined;
}

/** `5`, `1-5`, `*`, `?`, each with a step if wanted: `1-5/2`. */
function isRange(text: string, field: ScheduleField): boolean {
  const [range = '', step, ...more] = text.split('/');
  if (more.length > 0) return false;
  const [from = '', to, ...others] = range.split('-');
  const isAny = from === '*' || from === '?';
  if (others.length > 0 && !isAny) return false;
  const first = isAny ? field.least : numberOf(from, field);
  const last = isAny ? field.most : to === undefined ? (step === undefined ? first : field.most) : numberOf(to, field);
  const stride = step === undefined ? 1 : DIGITS.test(step) ? Number(step) : undefined;
  if (first === undefined || last === undefined || stride === undefined) return false;
  return first >= field.least && last <= field.most && first <= last && stride > 0;
}

function numberOf(text: string, { words, least }: ScheduleField): number | undefined {
  const word = words?.indexOf(text.toLowerCase()) ?? -1;
  if (word !== -1) return word + least;
  return DIGITS.test(text) ? Number(text) : undefined;
}
