import { type ValidationProps } from '../../lib/program';

/** For programs whose objects are made up, so that nobody would take them: what is tested is how they are written. */
export const UNJUDGED: ValidationProps = { severities: { '*': 'off' } };
