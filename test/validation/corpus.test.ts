/**
 * Replays verdicts: a few of our own, and, where the folder is at hand, those that a real API server gave of thousands of objects. The
 * folder is the one of tools/imports.ts: ../shared, or ISTIO_CONSTRUCTS_INPUTS.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateObject } from '../../lib/validation/validate-object';

/** An object, whether the server takes it, and the paths that it names where it does not. */
interface Verdict {
  readonly id?: string;
  readonly about: string;
  readonly object: unknown;
  readonly accepted: boolean;
  readonly fields: readonly string[];
}

const root = join(__dirname, '..', '..');
const corpus = join(process.env['ISTIO_CONSTRUCTS_INPUTS'] ?? join(root, '..', 'shared'), 'corpus', 'api-server');

function verdicts(file: string): readonly Verdict[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Verdict);
}

/** Paths of what the API server would refuse. */
function refused(object: unknown): readonly string[] {
  const errors = validateObject(object).filter((each) => each.severity === 'error' && each.judge === 'api-server');
  return [...new Set(errors.map(({ path }) => path))];
}

describe('our own verdicts', () => {
  test.each(verdicts(join(__dirname, '..', 'fixtures', 'verdicts.jsonl')))('$about', ({ object, accepted, fields }) => {
    const paths = refused(object);
    expect(paths.length === 0).toBe(accepted);
    // What cannot be decoded is refused without paths.
    if (fields.length > 0) expect([...paths].sort()).toEqual([...fields].sort());
  });
});

const isAtHand = existsSync(corpus);
if (!isAtHand)
  console.warn(`the verdicts of the API server are not at hand: no folder ${corpus}, see ISTIO_CONSTRUCTS_INPUTS`);

(isAtHand ? describe : describe.skip)('the verdicts of the API server', () => {
  test.each(['istio-documents', 'mutations', 'targeted', 'metadata', 'gateway-api'])(
    'of %s are ours, nearly all paths too',
    (name) => {
      const wrong: string[] = [];
      const [paths, ours] = [new Share(), new Share()];
      for (const { id, about, object, accepted, fields } of verdicts(join(corpus, `${name}.jsonl`))) {
        const found = refused(object);
        if ((found.length === 0) !== accepted)
          wrong.push(`${id ?? ''} (${about}): ${accepted ? 'false reject' : 'false accept'}`);
        if (accepted || fields.length === 0) continue;
        for (const field of fields) paths.add(found.includes(field));
        for (const path of found) ours.add(fields.includes(path));
      }
      expect(wrong).toEqual([]);
      expect(paths.rate).toBeGreaterThanOrEqual(0.99);
      expect(ours.rate).toBeGreaterThanOrEqual(0.98);
    },
  );
});

/** How many of some are right. */
class Share {
  private right = 0;
  private all = 0;

  public add(isRight: boolean): void {
    this.all++;
    if (isRight) this.right++;
  }

  public get rate(): number {
    return this.all === 0 ? 1 : this.right / this.all;
  }
}
