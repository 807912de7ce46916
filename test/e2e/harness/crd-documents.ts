import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SchemaDocument } from '../../../lib/validation/schema-document';

const IMPORTS = join(__dirname, '..', '..', '..', 'imports');

/** The schemas of which the tests' API server has the CRDs: Istio 1.31 and the Gateway API. */
export function crdDocuments(): readonly SchemaDocument[] {
  return ['istio/schemas-1.31.json', 'gateway-api/schemas-experimental.json'].map(
    (file) => JSON.parse(readFileSync(join(IMPORTS, file), 'utf8')) as SchemaDocument,
  );
}
