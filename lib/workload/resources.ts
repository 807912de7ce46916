import { type Size } from 'cdk8s';
import { present } from '../model/present';
import { type Check, type PropChecks, required, shape, size, value } from '../tree/props';
import { checkQuantity } from '../values/quantity';
import { derive } from '../values/unresolved';

/** Amounts of CPU and memory. */
export interface ResourceAmounts {
  /** CPUs, as a Kubernetes quantity: `250m` is a quarter of one. */
  readonly cpu?: string | undefined;
  readonly memory?: Size | undefined;
}

/** Amounts of both. */
export interface FullAmounts {
  /** CPUs, as a Kubernetes quantity: `250m` is a quarter of one. */
  readonly cpu: string;
  readonly memory: Size;
}

/** What a container is promised, and what it may use at most. */
export interface ContainerResources {
  /** What the scheduler keeps free for the container (`resources.requests`). */
  readonly requests: FullAmounts;

  /**
   * What it may use at most (`resources.limits`).
   *
   * @default - none
   */
  readonly limits?: ResourceAmounts | undefined;
}

const amounts: PropChecks<ResourceAmounts> = { cpu: value(checkQuantity), memory: size };
const fullAmounts: PropChecks<FullAmounts> = { cpu: required(amounts.cpu), memory: required(size) };

/** Checks {@link ContainerResources}. */
export const resourcesCheck: Check = shape<ContainerResources>({
  requests: required(shape(fullAmounts)),
  limits: shape(amounts),
});

/** Checks both amounts. */
export const fullAmountsCheck: Check = shape(fullAmounts);

/** `resources` of a container. */
export function printResources(resources: ContainerResources): unknown {
  return derive([resources], ({ requests, limits }) => ({
    requests: derive([requests], printAmounts),
    limits: limits && derive([limits], printAmounts),
  }));
}

/** A size as a Kubernetes quantity. */
export function printSize(amount: Size): string {
  return derive([amount], (known) => {
    const kibibytes = known.toKibibytes();
    return kibibytes % 1024 === 0 ? `${kibibytes / 1024}Mi` : `${kibibytes}Ki`;
  });
}

function printAmounts(amount: ResourceAmounts): unknown {
  return present({ cpu: amount.cpu, memory: amount.memory && printSize(amount.memory) });
}
