import { type Call } from '../../mesh/call';
import { printOutcome } from '../../mesh/explain';
import { type Outcome } from '../../simulation/outcome';
import { given } from '../../values/given';
import { type WorkloadHandle } from '../handles';
import { distribution, type Holds, percentage, TOLERANCE, type Verdict, wrongUse } from '../verdict';

/** Who answers, alone or each with its percentage. */
export type Destinations = WorkloadHandle | readonly (readonly [destination: WorkloadHandle, percent: number])[];

/** Whether these workloads answer, each as often as is said, and no others. What remains up to 100 % nobody answers. */
export function routesTo(call: Call, destinations: Destinations): Verdict {
  const wanted = wantedShares(call, destinations);
  return {
    holds: holds(call.outcomes, wanted),
    expected: wanted.map(({ names, share }) => `${percentage(share)}  ${names.join(' or ')}`),
    received: distribution(call.outcomes.map((each) => ({ share: each.probability, text: answerer(each) }))),
  };
}

interface Wanted {
  readonly names: readonly string[];
  readonly share: number;
}

function wantedShares(call: Call, destinations: Destinations): readonly Wanted[] {
  const pairs = isPairs(destinations) ? destinations : [[destinations, 100] as const];
  if (pairs.length === 0) throw wrongUse('there must be at least one destination');
  const wanted = pairs.map((pair: unknown) => {
    if (!Array.isArray(pair) || pair.length !== 2)
      throw wrongUse(`each destination must be a pair such as [v1, 90], got ${given(pair)}`);
    const [handle, percent] = pair as unknown as readonly [WorkloadHandle, unknown];
    if (typeof percent !== 'number' || !(percent >= 0 && percent <= 100))
      throw wrongUse(`percentages must be between 0 and 100, got ${given(percent)}`);
    return { names: call.mesh.destinationNames(handle), share: percent / 100 };
  });
  const names = wanted.flatMap((each) => each.names);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw wrongUse(`${twice} is there twice`);
  const total = wanted.reduce((sum, { share }) => sum + share, 0);
  if (total > 1 + TOLERANCE)
    throw wrongUse(`percentages must add up to at most 100, got ${Math.round(total * 1e4) / 100}`);
  return wanted;
}

function isPairs(destinations: Destinations): destinations is Exclude<Destinations, WorkloadHandle> {
  return Array.isArray(destinations);
}

function holds(outcomes: readonly Outcome[], wanted: readonly Wanted[]): Holds {
  const shareOf = (isOne: (outcome: Outcome) => boolean) =>
    outcomes.reduce((sum, outcome) => sum + (isOne(outcome) ? outcome.probability : 0), 0);
  const unknown = shareOf((each) => each.unknown !== undefined);
  const differs = wanted.some(({ names, share }) => {
    const known = shareOf(({ backend }) => backend !== undefined && names.includes(backend));
    return known > share + TOLERANCE || known + unknown < share - TOLERANCE;
  });
  const all = wanted.flatMap(({ names }) => names);
  const isAnother = shareOf(({ backend }) => backend !== undefined && !all.includes(backend)) > TOLERANCE;
  if (differs || isAnother) return 'no';
  return unknown > 0 ? 'unknown' : 'yes';
}

function answerer(outcome: Outcome): string {
  return (
    outcome.backend ?? (outcome.unknown === undefined ? `nobody: ${printOutcome(outcome)}` : printOutcome(outcome))
  );
}
