import { type Check, oneOf } from '../tree/props';

/** What a server's sidecar takes: mTLS only, both, plain text only, or what the scope above says. */
export type MtlsMode = 'STRICT' | 'PERMISSIVE' | 'DISABLE' | 'UNSET';

/** Checks an {@link MtlsMode}. */
export const modeCheck: Check = oneOf('STRICT', 'PERMISSIVE', 'DISABLE', 'UNSET');
