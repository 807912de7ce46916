/** Each component with its least arguments and with all of them, and the constructs that say the same. */
import { type ComponentCase } from './component-case';
import { full } from './full-cases';
import { minimal } from './minimal-cases';

export type { ComponentCase } from './component-case';

/** All of them. */
export const CASES: Readonly<Record<'minimal' | 'full', readonly ComponentCase[]>> = { minimal, full };
