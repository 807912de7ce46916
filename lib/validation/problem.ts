import { type FieldPath } from './field-path';

/** Something that a schema refuses, before it is made a finding. */
export interface Problem {
  readonly rule: string;
  readonly path: FieldPath;

  /** How the server writes entries of maps in the path. */
  readonly keys: 'brackets' | 'dots';
  readonly message: string;
  readonly value?: unknown;
  readonly fix?: string | undefined;

  /** Whether the server looks at no CEL rule where it finds this. */
  readonly isBlocking?: boolean;
}
