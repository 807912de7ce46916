export { type ConstructFinding } from './findings';
export { type ProgramIntent, type ProgramIntents } from './intents';
export {
  ManifestValidation,
  type ManifestValidationContext,
  type ManifestValidationProps,
} from './manifest-validation';
export { MeshProgram, type MeshProgramProps, type ValidationProps } from './mesh-program';
export { type RuleSeverities, type RuleSeverity } from './severities';
