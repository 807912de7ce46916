export { type ConstructFinding } from './findings';
export { MeshProgram, type MeshProgramProps } from './mesh-program';
