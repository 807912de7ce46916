export { type YamlComponent } from './aliases';
export { ConstructGroup, type ConstructGroupOptions } from './construct-group';
export { KubernetesObject, type LiveMetadata } from './kubernetes-object';
export { asList, asMap, asNumber, asString } from './tokens';
