/** Which mTLS a server asks of its callers. Source: semantics.md, PeerAuthentication, and istiod's `ComposePeerAuthentication`. */
import { type MeshObject, printObject } from '../model/mesh-object';
import { fieldsOf } from '../values/json';
import { attachedPolicies, policySelector, type PolicyTarget, type ScopedPolicies } from './policy-attachment';
import { type NotKnown } from './truth';

/** `STRICT` refuses plain text, `PERMISSIVE` takes both, `DISABLE` takes plain text only. */
export type MtlsMode = 'STRICT' | 'PERMISSIVE' | 'DISABLE';

/** The mode at a port, and who says so. */
export interface MtlsAnswer {
  /** Where it is not known: that of the policy whose name comes first. */
  readonly mode: MtlsMode;

  /** The policy that says so; undefined for Istio's default. */
  readonly by?: MeshObject | undefined;

  /** The field of the policy: `spec.mtls.mode`. */
  readonly path?: string | undefined;

  /** What would have to be known to be sure of the mode. */
  readonly unknown?: NotKnown | undefined;
}

/** The mTLS of one workload. */
export interface PeerAuthentication {
  /** @param port - of the pod, not of a Service (semantics.md: keyed by target port) */
  readonly at: (port: number) => MtlsAnswer;
}

const DEFAULT: MtlsAnswer = { mode: 'PERMISSIVE' };
const MODES: ReadonlySet<unknown> = new Set<MtlsMode>(['STRICT', 'PERMISSIVE', 'DISABLE']);

/** The mode at one port. For many ports of a workload see {@link peerAuthenticationOf}. */
export function mtlsModeAt(workload: PolicyTarget, port: number, policies: ScopedPolicies): MtlsAnswer {
  return peerAuthenticationOf(workload, policies).at(port);
}

/** The PeerAuthentications of a workload, worked out once: the oldest of a scope counts, and what it leaves unset is inherited. */
export function peerAuthenticationOf(workload: PolicyTarget, policies: ScopedPolicies): PeerAuthentication {
  const ofRoot = new Set(policies.root);
  const mesh: MeshObject[] = [];
  const namespace: MeshObject[] = [];
  const own: MeshObject[] = [];
  for (const policy of attachedPolicies(workload, policies)) {
    if (Object.keys(policySelector(policy)).length > 0) own.push(policy);
    else (ofRoot.has(policy) ? mesh : namespace).push(policy);
  }
  const inherited = settle(oldest(namespace), settle(oldest(mesh), DEFAULT, modeOf), modeOf);
  const candidates = oldest(own);
  const elsewhere = settle(candidates, inherited, modeOf);
  const atPorts = new Map<number, MtlsAnswer>();
  for (const port of candidates.flatMap(portsOf)) {
    const at = (policy: MeshObject) => modeOfPort(policy, port) ?? modeOf(policy);
    atPorts.set(port, settle(candidates, inherited, at));
  }
  return { at: (port) => atPorts.get(port) ?? elsewhere };
}

/** Those that may be the oldest: the oldest with a creation time, and all without. */
function oldest(policies: readonly MeshObject[]): readonly MeshObject[] {
  return policies.filter(({ created }, index) => index === 0 || created === undefined);
}

/** What one of several policies says, where each may be the one that counts. */
function settle(
  candidates: readonly MeshObject[],
  inherited: MtlsAnswer,
  read: (policy: MeshObject) => MtlsAnswer | undefined,
): MtlsAnswer {
  const answers = candidates.map((policy) => read(policy) ?? inherited);
  const [first = inherited] = answers;
  if (answers.every(({ mode }) => mode === first.mode)) {
    return answers.find(({ unknown }) => unknown !== undefined) ?? first;
  }
  const names = candidates.map(printObject);
  return { ...first, unknown: { question: `which is the oldest of ${names.join(' and ')}?` } };
}

function modeOf(by: MeshObject): MtlsAnswer | undefined {
  return answer(by, fieldsOf(by.spec.mtls).mode, 'spec.mtls.mode');
}

function modeOfPort(by: MeshObject, port: number): MtlsAnswer | undefined {
  const key = String(port);
  return answer(by, fieldsOf(fieldsOf(by.spec.portLevelMtls)[key]).mode, `spec.portLevelMtls[${key}].mode`);
}

function answer(by: MeshObject, mode: unknown, path: string): MtlsAnswer | undefined {
  return MODES.has(mode) ? { mode: mode as MtlsMode, by, path } : undefined;
}

function portsOf({ spec }: MeshObject): readonly number[] {
  return Object.keys(fieldsOf(spec.portLevelMtls)).map(Number);
}
