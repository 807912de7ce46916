export { type ConstructFinding } from './findings';
export { type ProgramIntent, type ProgramIntents } from './intents';
export { MeshProgram, type MeshProgramProps, type ValidationProps } from './mesh-program';
export { type RuleSeverities, type RuleSeverity } from './severities';
