import { given } from '../values/given';
import { anyText, type Check, required, wholeNumber } from '../tree/props';
import { isUnresolved } from '../values/unresolved';
import { type HTTPRoute } from './istio-types';

/** The API of Envoy takes no more; from a tenth of it on istiod warns. */
const MOST_BYTES = 1024 * 1024;

/**
 * An answer that the caller's proxy gives itself, without asking the app.
 *
 * @example
 * new HttpRouting(this, 'closed', {
 *   app: reviews,
 *   match: HttpMatch.prefix('/admin'),
 *   respond: DirectResponse.of(403, { body: 'not from here' }),
 * });
 */
export class DirectResponse {
  /**
   * A status from 200 to 599 (`directResponse.status`), with a text if wanted (`directResponse.body.string`), of a megabyte at
   * most.
   */
  public static of(status: number, options: { readonly body?: string | undefined } = {}): DirectResponse {
    const { body } = options;
    return new DirectResponse(status, body);
  }

  /** What is wrong with the values given. @internal */
  public readonly problems: readonly string[];

  /** `http[].directResponse`. @internal */
  public readonly spec: NonNullable<HTTPRoute['directResponse']>;

  private constructor(status: number, body: string | undefined) {
    const long = typeof body === 'string' && !isUnresolved(body) && Buffer.byteLength(body) > MOST_BYTES;
    this.problems = [
      ...required(wholeNumber(200, 599))(status, 'status'),
      ...anyText(body, 'body'),
      ...(long ? [`body must be of at most ${MOST_BYTES} bytes, got ${Buffer.byteLength(body)}`] : []),
    ];
    this.spec = { status, body: body === undefined ? undefined : { string: body } };
  }
}

/** Checks that a prop is a {@link DirectResponse} without problems. */
export const responseCheck: Check = (value, at) => {
  if (value === undefined) return [];
  if (value instanceof DirectResponse) return value.problems.map((problem) => `${at}: ${problem}`);
  return [
    `${at} must be a DirectResponse that is known at synthesis, such as DirectResponse.of(503), got ${given(value)}`,
  ];
};
