export { type ConstructFinding } from './findings';
export { type ProgramIntent, type ProgramIntents } from './intents';
export { MeshProgram, type MeshProgramProps } from './mesh-program';
