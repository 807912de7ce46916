import { given } from '../values/given';
import { isUnresolved } from '../values/unresolved';
import { all, anyText, type Check, type PropChecks, shape } from '../tree/props';
import { type DirectResponse as DirectResponseSpec } from './istio-types';

/** What a {@link DirectResponse} says beside its status. */
export interface DirectResponseOptions {
  /** Text of the answer, at most a megabyte (`directResponse.body.string`). @default - empty */
  readonly body?: string | undefined;
}

const LONGEST = 1024 * 1024;

const notTooLong: Check = (body, at) => {
  if (isUnresolved(body) || typeof body !== 'string') return [];
  const bytes = Buffer.byteLength(body);
  return bytes > LONGEST ? [`${at} must be at most ${LONGEST} bytes long, got ${bytes}`] : [];
};

const OPTIONS: PropChecks<DirectResponseOptions> = { body: all(anyText, notTooLong) };

/**
 * An answer that the caller's proxy gives by itself (`http[].directResponse`). Nothing is asked; no fault acts on it.
 *
 * @example
 * DirectResponse.of(503, { body: 'closed for maintenance' })
 */
export class DirectResponse {
  /** @param status - from 200 to 599. */
  public static of(status: number, options: DirectResponseOptions = {}): DirectResponse {
    return new DirectResponse(status, options);
  }

  private constructor(
    /** The status of the answer. */
    public readonly status: number,
    /** What else it says. */
    public readonly options: DirectResponseOptions,
  ) {}
}

/** Checks that a prop is a {@link DirectResponse} without problems. */
export const directResponseCheck: Check = (given_, at) => {
  if (given_ === undefined) return [];
  if (!(given_ instanceof DirectResponse)) {
    return [
      `${at} must be a DirectResponse that is known at synthesis, such as DirectResponse.of(503), got ${given(given_)}`,
    ];
  }
  const { status, options } = given_;
  const fits = isUnresolved(status) || (Number.isInteger(status) && status >= 200 && status <= 599);
  return [
    ...(fits ? [] : [`${at}: status must be a whole number between 200 and 599, got ${given(status)}`]),
    ...shape(OPTIONS)(options, at),
  ];
};

/** `http[].directResponse`. */
export function printDirectResponse({ status, options }: DirectResponse): DirectResponseSpec {
  return { status, body: options.body === undefined ? undefined : { string: options.body } };
}
