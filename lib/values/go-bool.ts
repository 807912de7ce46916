/** Truth values in texts, as Go's `strconv.ParseBool` reads them. */
import { given } from './given';
import { isUnresolved } from './unresolved';

const GO_BOOL = /^(1|t|T|true|TRUE|True|0|f|F|false|FALSE|False)$/;
const GO_TRUE = /^(1|t|T|true|TRUE|True)$/;

/** Whether a text means true. */
export function isGoTrue(text: string | undefined): boolean {
  return text !== undefined && GO_TRUE.test(text);
}

/** `true`, `True`, `TRUE`, `t`, `T`, `1` and their opposites; `tRue` and the empty text are none. */
export function checkGoBool(value: unknown): string | undefined {
  if (isUnresolved(value) || (typeof value === 'string' && GO_BOOL.test(value))) return undefined;
  return `must be true or false, got ${given(value)}`;
}
