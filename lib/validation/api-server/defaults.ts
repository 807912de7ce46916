/** Defaults of Kubernetes' own kinds. */
import { type Schema } from '../schema';

/** Fields that may be left out although they are required: of headers and sysctls, of iSCSI, of sleeps. */
const MAY_BE_ZERO: ReadonlySet<string> = new Set(['value', 'lun', 'seconds']);

/**
 * Whether a required field of a built-in kind may be left out, because the server fills it in. Go makes an empty text or 0 of a field
 * that is missing, and its OpenAPI calls that a default; the server then says that the field must be given.
 */
export function isFilledIn(name: string, schema: Schema | undefined): boolean {
  const value = schema?.default;
  if (value === undefined) return false;
  return (value !== '' && value !== 0) || MAY_BE_ZERO.has(name);
}
