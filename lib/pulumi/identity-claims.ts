/**
 * Names that are Outputs: whether two resources are the same object is only known once the names are. Then the second one is not
 * registered. What a preview says of them may be wrong, so nothing is compared there.
 */
import * as pulumi from '@pulumi/pulumi';
import { type Manifest } from '../model/manifest';
import { identityOf, kindOf, type ObjectIdentity, printIdentity } from '../model/identity';
import { givenType } from '../values/given';
import { tokens } from './token-registry';

interface Claimant {
  readonly json: Manifest;

  /** Path of the construct. */
  readonly path: string;
}

/** Who has which identity, of the kinds of which some names are Outputs. */
export class IdentityClaims {
  private readonly takenBy = new Map<string, string>();

  /** @param objects - all of the program, with tokens in the place of Outputs. */
  public constructor(objects: readonly Claimant[]) {
    const open = new Set(objects.filter(({ json }) => isOpen(identityOf(json))).map(({ json }) => kindOf(json)));
    for (const { json, path } of objects) {
      const identity = identityOf(json);
      if (open.has(kindOf(json)) && !isOpen(identity)) this.takenBy.set(printIdentity(identity), path);
    }
  }

  /** The object, with a name or namespace that resolves only where it is one and no other object has the same. */
  public claimed({ json, path }: Claimant, manifest: Manifest): Manifest {
    const identity = identityOf(json);
    if (!isOpen(identity) || pulumi.runtime.isDryRun()) return manifest;
    const metadata = manifest.metadata as Readonly<Record<string, unknown>>;
    const field = tokens.includes(identity.name) ? 'name' : 'namespace';
    const { name, namespace = '' } = metadata;
    const checked = pulumi.all([name, namespace]).apply(([itsName, its]) => {
      const known = {
        ...identity,
        name: textIn(itsName, `${path}: metadata.name`),
        namespace: its === '' ? its : textIn(its, `${path}: metadata.namespace`),
      };
      this.claim(known, path);
      return known[field];
    });
    return { ...manifest, metadata: { ...metadata, [field]: checked } };
  }

  private claim(identity: ObjectIdentity, path: string): void {
    const key = printIdentity(identity);
    const other = this.takenBy.get(key);
    if (other !== undefined) {
      throw new Error(`${other} and ${path} both make ${key}, by names that are Outputs: rename or remove one of them`);
    }
    this.takenBy.set(key, path);
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
