import { type Outcome } from '../simulation/outcome';
import { type Behaviour, type ClientTls, type MeshRequest } from '../simulation/request';
import { type RequestToken } from '../simulation/server-request';
import { explain } from './explain';

/** The answer to a question: all ways in which a request may end. */
export interface Answer {
  /** Their probabilities sum to one; the likeliest first. */
  readonly outcomes: readonly Outcome[];

  /** The first question that no file answers; undefined where all is known. */
  readonly unknown?: string | undefined;
}

/** A mesh, for those who hold an answer of it. */
export interface AskedMesh {
  outcomes(request: MeshRequest): readonly Outcome[];

  /** `namespace/name` of the workloads that answer for a handle. */
  destinationNames(handle: CallerHandle): readonly string[];

  /** `namespace/name` of its AuthorizationPolicies and RequestAuthentications. */
  policyNames(): readonly string[];
  gatewayName(gateway: GatewayHandle): string;
}

/** A question that was asked, and its answer. */
export class Call implements Answer {
  /** Made by {@link Caller}. @internal */
  public constructor(
    /** @internal */
    public readonly mesh: AskedMesh,
    public readonly request: MeshRequest,
    public readonly outcomes: readonly Outcome[],
  ) {}

  /** The same request, but for these options: `call.with({ backend: { status: 503 } })`. */
  public with(options: CallOptions): Call {
    const request = { ...this.request, ...options };
    return new Call(this.mesh, request, this.mesh.outcomes(request));
  }

  public get unknown(): string | undefined {
    return this.outcomes.find(({ unknown }) => unknown !== undefined)?.unknown?.question;
  }

  /** The answer as text: each outcome, and stage by stage which object and field decided it. */
  public explain(): string {
    return explain(this.request, this.outcomes);
  }
}

/** What a request may have besides its method and URL. */
export interface CallOptions {
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly jwt?: RequestToken | undefined;
  readonly tls?: ClientTls | undefined;

  /** What applications do with it. @default - they answer with 200 at once */
  readonly backend?: Behaviour | undefined;

  /** Address of the client. @default - not known */
  readonly address?: string | undefined;
}

/** Somebody who sends requests: a workload, or a client outside, perhaps by way of a gateway. */
export class Caller {
  /** Made by `mesh.from(...)`. @internal */
  public constructor(
    private readonly mesh: AskedMesh,
    private readonly who: Pick<MeshRequest, 'from' | 'via'>,
  ) {}

  /** The same, connecting to a gateway: its handle, or `namespace/name` of its Service, its workload, or its Gateway of the Gateway API. */
  public via(gateway: GatewayHandle): Caller {
    return new Caller(this.mesh, { ...this.who, via: this.mesh.gatewayName(gateway) });
  }

  public get(url: string, options?: CallOptions): Call {
    return this.request('GET', url, options);
  }

  public post(url: string, options?: CallOptions): Call {
    return this.request('POST', url, options);
  }

  public put(url: string, options?: CallOptions): Call {
    return this.request('PUT', url, options);
  }

  public patch(url: string, options?: CallOptions): Call {
    return this.request('PATCH', url, options);
  }

  public delete(url: string, options?: CallOptions): Call {
    return this.request('DELETE', url, options);
  }

  /** A request of any method. @param url - `http`, `https`, `grpc` or `grpcs`. */
  public request(method: string, url: string, options: CallOptions = {}): Call {
    return this.call({ ...this.who, ...options, method, url });
  }

  /** A call of gRPC. @param url - `grpc://cart:9000/shop.Cart/Get`. */
  public grpc(url: string, options: CallOptions = {}): Call {
    return this.call({ ...this.who, ...options, url });
  }

  /** A connection. @param url - `tcp://db:5432`, or `tls://db:5432`. */
  public connect(url: string, options: CallOptions = {}): Call {
    return this.call({ ...this.who, ...options, url });
  }

  private call(request: MeshRequest): Call {
    return new Call(this.mesh, request, this.mesh.outcomes(request));
  }
}

/** A gateway, by its name or as constructs know its proxies. */
export type GatewayHandle =
  | string
  | {
      readonly namespace: { readonly namespaceName: string };
      readonly labels: Readonly<Record<string, string>>;
    }
  | {
      readonly proxies: {
        readonly namespace: { readonly namespaceName: string };
        readonly labels: Readonly<Record<string, string>>;
      };
    };

/** A workload, by its name or that of its Service, as an app (the first of its versions counts), or as one of an app's versions. */
export type CallerHandle = string | ServiceHandle | { readonly app: ServiceHandle; readonly name: string };

/** A Service as constructs know it. */
export interface ServiceHandle {
  readonly serviceName: string;
  readonly namespace: { readonly namespaceName: string };
}
