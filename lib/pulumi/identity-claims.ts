/**
 * Which object of a cluster is whose, among all that one provider deploys. Names that are Outputs are compared once they are known: then
 * the second one is not registered. What a preview says of them may be wrong, so nothing is compared there.
 */
import * as pulumi from '@pulumi/pulumi';
import { type Manifest } from '../model/manifest';
import { identityOf, type ObjectIdentity, printIdentity } from '../model/identity';
import { givenType } from '../values/given';
import { PerProvider } from './per-provider';
import { tokens } from './token-registry';

/** Who makes an object. */
export interface Claimant {
  /** The component, as messages name it: `ConstructGroup shop`. */
  readonly owner: string;

  /** Path of the construct. */
  readonly path: string;
}

/** See the file's comment. */
export class IdentityClaims {
  /** Those of the provider that a component with these options has. */
  public static of(opts: pulumi.ComponentResourceOptions): IdentityClaims {
    return IdentityClaims.all.of(opts);
  }

  private static readonly all = new PerProvider(() => new IdentityClaims());

  private readonly takenBy = new Map<string, Claimant>();

  /** One line if the object of this identity is already another's. */
  public rivals(identity: string, claimant: Claimant): string[] {
    const other = this.takenBy.get(identity);
    return other ? [`${bothMake(other, claimant, identity)}: rename or remove one of them`] : [];
  }

  /** Notes an object that is registered: what is known of its identity is its own from now on. */
  public note(identity: string, claimant: Claimant): void {
    if (!tokens.includes(identity)) this.takenBy.set(identity, claimant);
  }

  /**
   * The object as it is registered, with a name or namespace that resolves only where it is one and no other object has the
   * same.
   *
   * @param json - with tokens in the place of Outputs.
   * @param manifest - the same with Outputs.
   */
  public claimed(json: Manifest, manifest: Manifest, claimant: Claimant): Manifest {
    const identity = identityOf(json);
    if (!isOpen(identity) || pulumi.runtime.isDryRun()) return manifest;
    const metadata = manifest.metadata as Readonly<Record<string, unknown>>;
    const field = tokens.includes(identity.name) ? 'name' : 'namespace';
    const { name, namespace = '' } = metadata;
    const checked = pulumi.all([name, namespace]).apply(([itsName, its]) => {
      const known = {
        ...identity,
        name: textIn(itsName, `${claimant.path}: metadata.name`),
        namespace: its === '' ? its : textIn(its, `${claimant.path}: metadata.namespace`),
      };
      this.claim(known, claimant);
      return known[field];
    });
    return { ...manifest, metadata: { ...metadata, [field]: checked } };
  }

  private claim(identity: ObjectIdentity, claimant: Claimant): void {
    const key = printIdentity(identity);
    const other = this.takenBy.get(key);
    if (other && other !== claimant) {
      throw new Error(`${bothMake(other, claimant, key)}, by names that are Outputs: rename or remove one of them`);
    }
    this.takenBy.set(key, claimant);
  }
}

/** Where an object has no name, the provider would make one up. */
function textIn(value: unknown, at: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new Error(
    `${at}: the Output given for it must be a text, got ${value === '' ? 'an empty one' : givenType(value)}`,
  );
}

function isOpen({ name, namespace }: ObjectIdentity): boolean {
  return tokens.includes(name) || tokens.includes(namespace);
}

/** By paths alone, where they are of one program. */
function bothMake(one: Claimant, other: Claimant, identity: string): string {
  const [a, b] = [one, other].map(({ owner, path }) => (one.owner === other.owner ? path : `${owner} (${path})`));
  return `${a} and ${b} both make ${identity}`;
}
