import { printSource, type Source } from '../../lib/model/source';

test.each<[Source, string]>([
  [{ construct: 'shop/reviews' }, 'shop/reviews'],
  [{ file: 'k8s/a.yaml', line: 12, column: 3 }, 'k8s/a.yaml:12:3'],
  [{ file: 'k8s/a.yaml', line: 12 }, 'k8s/a.yaml:12'],
  [{ file: 'k8s/a.yaml' }, 'k8s/a.yaml'],
  [{ construct: 'shop/reviews', file: 'k8s/a.yaml', line: 12 }, 'shop/reviews'],
  [{}, ''],
])('%j is printed as %j', (source, text) => {
  expect(printSource(source)).toBe(text);
});
