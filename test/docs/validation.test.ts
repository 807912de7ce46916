/** What docs/validation.md says, held against the code. */
import { ApiObject, Chart } from 'cdk8s';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MeshProgram } from 'istio-constructs';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'validation.md'), 'utf8');

it('shows what a program really says', () => {
  const program = new MeshProgram({ outdir: 'never-written' });
  const reviews = new Chart(program, 'shop');
  new ApiObject(reviews, 'reviews', {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'reviews' },
    spec: { hosts: ['reviews'], http: [{ route: [{ destination: { host: 'reviews' }, weight: '90' }], timout: '1s' }] },
  });
  let said = '';
  try {
    program.synth();
  } catch (error) {
    said = (error as Error).message;
  }
  const shown = /```\n(error [^]*?)\n```/.exec(page)?.[1];
  expect(said).toBe(shown);
});
