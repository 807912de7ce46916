import { checkDnsLabel } from '../values/dns-label';
import { given } from '../values/given';
import { checkIpOrCidr } from '../values/ip';
import { checkPrincipal } from '../values/spiffe';
import { type IMeshNamespace, type IMeshPeer, isMeshNamespace, isMeshPeer, type PeerSource } from '../tree/handles';
import { type Check, kind, known } from '../tree/props';

/**
 * A caller that is no construct of the program. Apps and gateway proxies are callers themselves.
 *
 * @example
 * reviews.allowFrom(MeshPeer.serviceAccount(MeshNamespace.fromName('bank'), 'teller'), { methods: ['GET'] });
 * reviews.allowFrom(MeshPeer.remoteIpBlocks('203.0.113.0/24'));
 */
export class MeshPeer implements IMeshPeer {
  /** The pods that run as this ServiceAccount. */
  public static serviceAccount(namespace: IMeshNamespace, name: string): MeshPeer {
    if (!isMeshNamespace(namespace)) return nowhere(namespace);
    return new MeshPeer(
      { serviceAccounts: [{ namespace: namespace.namespaceName, name }] },
      problemOf('serviceAccount', checkDnsLabel(name)),
    );
  }

  /**
   * A principal as Istio writes it: `cluster.local/ns/shop/sa/web`, without `spiffe://`; a `*` at one end stands for any text.
   */
  public static principal(principal: string): MeshPeer {
    return new MeshPeer({ principals: [principal] }, problemOf('principal', checkPrincipal(principal)));
  }

  /** Every pod of a namespace that speaks mTLS. */
  public static namespace(namespace: IMeshNamespace): MeshPeer {
    if (!isMeshNamespace(namespace)) return nowhere(namespace);
    return new MeshPeer({ namespaces: [namespace.namespaceName] }, []);
  }

  /**
   * Callers whose connection comes from these addresses, as CIDRs (`source.ipBlocks`): the direct peer. Behind a gateway or another
   * proxy that is the proxy's address, never the client's: see {@link MeshPeer.remoteIpBlocks}.
   */
  public static ipBlocks(...cidrs: readonly string[]): MeshPeer {
    return new MeshPeer({ ipBlocks: cidrs }, blockProblems('ipBlocks', cidrs));
  }

  /**
   * Clients with these addresses, as CIDRs, whatever proxies are in between (`source.remoteIpBlocks`): by `X-Forwarded-For`, of which
   * Istio trusts as many entries as `numTrustedProxies` says, or by the PROXY protocol.
   */
  public static remoteIpBlocks(...cidrs: readonly string[]): MeshPeer {
    return new MeshPeer({ remoteIpBlocks: cidrs }, blockProblems('remoteIpBlocks', cidrs));
  }

  /** Whoever calls, with an mTLS identity or without one, such as a Prometheus outside the mesh. */
  public static anyone(): MeshPeer {
    return new MeshPeer({ anyone: true }, []);
  }

  /** Made by the factories. @internal */
  public constructor(
    public readonly peer: PeerSource,
    /** What is wrong with the values given. @internal */
    public readonly problems: readonly string[],
  ) {}
}

/** What is wrong is told by the construct that is given the caller. */
function nowhere(namespace: unknown): MeshPeer {
  return new MeshPeer({}, [`namespace must be a MeshNamespace, got ${given(namespace)}`]);
}

/** Checks that a prop is an {@link IMeshPeer} without problems. */
export const peerCheck: Check = (value, at) => {
  const wrong = known(
    kind("a caller, such as an app, install.ingress or MeshPeer.serviceAccount(namespace, 'web')", isMeshPeer),
  )(value, at);
  if (wrong.length > 0) return wrong;
  return value instanceof MeshPeer ? value.problems.map((problem) => `${at}: ${problem}`) : [];
};

function blockProblems(noun: string, cidrs: readonly unknown[]): string[] {
  if (cidrs.length === 0) return [`${noun} must be given at least one CIDR`];
  return cidrs.flatMap((cidr) => problemOf(noun, checkIpOrCidr(cidr)));
}

function problemOf(noun: string, problem: string | undefined): string[] {
  return problem === undefined ? [] : [`${noun} ${problem}`];
}
