import { apiVersionOf, type ImportedKind } from './kinds';
import { printType, type TypeNames } from './print-types';
import { compareText } from './schema';

/** The class of a kind and its props. */
export function printClass(kind: ImportedKind, names: TypeNames, notes: string): string {
  const schema = kind.versions[0]?.schema;
  const required = new Set(schema?.required);
  const fields = Object.entries(schema?.properties ?? {})
    .filter(([field]) => !['apiVersion', 'kind', 'metadata', 'status'].includes(field))
    .sort(([a], [b]) => compareText(a, b));
  const props = fields.map(([field, each]) => {
    const type = printType(each, names);
    return `  readonly ${field}${required.has(field) ? `: ${type}` : `?: ${type} | undefined`};\n`;
  });
  const none = fields.some(([field]) => required.has(field)) ? '' : ' = {}';
  const name = kind.kind;
  return `/** What a ${name} is made of. */
export interface ${name}Props {
  readonly metadata?: ApiObjectMetadata | undefined;
${props.join('')}}

/** ${kind.scope === 'Cluster' ? 'Cluster-scoped' : 'Namespaced'} kind \`${apiVersionOf(kind)}\` \`${name}\`.${notes} Written as it is given. */
export class ${name} extends ApiObject {
  public static readonly GVK = { apiVersion: '${apiVersionOf(kind)}', kind: '${name}' } as const;

  /** The object as plain data. */
  public static manifest(props: ${name}Props${none}): ${name}Props & typeof ${name}.GVK {
    return { ...${name}.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: ${name}Props${none}) {
    super(scope, id, ${name}.manifest(props) as ApiObjectProps);
  }
}
`;
}

/** What a file with classes imports. */
export const CLASS_IMPORTS = `import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
`;
