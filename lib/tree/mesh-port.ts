import { type Protocol } from '../model/protocol';
import { type BoundPort, type IPortedService } from './handles';
import { type Check, kind, known, type PropChecks, required, shape, value } from './props';
import { checkDnsLabel } from '../values/dns-label';
import { given } from '../values/given';
import { checkPort } from '../values/port';

/** What a {@link MeshPort} may say beside its protocol and number. */
export interface MeshPortOptions {
  /**
   * What tells it from other ports of the same protocol. The port of the Service is named `<protocol>-<name>`, by which Istio
   * knows its protocol.
   *
   * @default - the port is named by its protocol alone
   */
  readonly name?: string | undefined;

  /**
   * The port that the container listens on.
   *
   * @default - the port of the Service
   */
  readonly targetPort?: number | undefined;
}

const OPTIONS: PropChecks<MeshPortOptions> = { name: known(value(checkDnsLabel)), targetPort: value(checkPort) };

/**
 * A port of an app, with the protocol that Istio is to read on it: written as the name of the Service's port and as
 * `appProtocol`, so that nothing is left to detection.
 *
 * @example
 * MeshPort.http(80, { targetPort: 8080 })
 */
export class MeshPort {
  /** HTTP/1.1, and whatever is upgraded from it. */
  public static http(number: number, options?: MeshPortOptions): MeshPort {
    return new MeshPort('http', number, options);
  }

  /** HTTP/2 in clear text. */
  public static http2(number: number, options?: MeshPortOptions): MeshPort {
    return new MeshPort('http2', number, options);
  }

  /** gRPC. */
  public static grpc(number: number, options?: MeshPortOptions): MeshPort {
    return new MeshPort('grpc', number, options);
  }

  /** HTTPS of the application's own: opaque to the mesh. */
  public static https(number: number, options?: MeshPortOptions): MeshPort {
    return new MeshPort('https', number, options);
  }

  /** TLS of the application's own, routed by server name: opaque to the mesh. */
  public static tls(number: number, options?: MeshPortOptions): MeshPort {
    return new MeshPort('tls', number, options);
  }

  /** Any TCP. */
  public static tcp(number: number, options?: MeshPortOptions): MeshPort {
    return new MeshPort('tcp', number, options);
  }

  /** MongoDB. */
  public static mongo(number: number, options?: MeshPortOptions): MeshPort {
    return new MeshPort('mongo', number, options);
  }

  /** MySQL. */
  public static mysql(number: number, options?: MeshPortOptions): MeshPort {
    return new MeshPort('mysql', number, options);
  }

  /** Redis. */
  public static redis(number: number, options?: MeshPortOptions): MeshPort {
    return new MeshPort('redis', number, options);
  }

  /** Name of the port in the Service, such as `http` or `http-metrics`. */
  public readonly name: string;
  public readonly targetPort: number;

  /** What is wrong with the values given. @internal */
  public readonly problems: readonly string[];

  private constructor(
    public readonly protocol: Protocol,
    /** The port of the Service. */
    public readonly number: number,
    options: MeshPortOptions = {},
  ) {
    this.problems = [...required(value(checkPort))(number, 'port'), ...known(shape(OPTIONS))(options, 'port')];
    this.name = options.name === undefined ? protocol : `${protocol}-${options.name}`;
    this.targetPort = options.targetPort ?? number;
  }

  /** The port as that of `workload`. @internal */
  public bind(workload: IPortedService): BoundPort {
    return { workload, name: this.name, number: this.number, targetPort: this.targetPort, protocol: this.protocol };
  }
}

/** Checks a {@link MeshPort}; what the port itself found is reported with its place. */
export const meshPortCheck: Check = (port, at) => {
  const wrong = kind(
    'a MeshPort that is known at synthesis, such as MeshPort.http(8080)',
    (each) => each instanceof MeshPort,
  )(port, at);
  return wrong.length > 0 || !(port instanceof MeshPort)
    ? wrong
    : port.problems.map((problem) => problem.replace(/^port/, at));
};

/** Checks a list of ports: no number and no name twice. */
export const distinctPorts: Check = (ports, at) => {
  if (!Array.isArray(ports)) return [];
  const valid = ports.filter((port) => port instanceof MeshPort);
  return [
    ...repeated(valid.map((port) => port.number)).map(
      (number) => `${at}: port numbers must be used once, got ${given(number)} twice`,
    ),
    ...repeated(valid.map((port) => port.name)).map(
      (name) => `${at}: port names must be used once, got ${name} twice: give one of the two ports a name`,
    ),
  ];
};

function repeated<T>(values: readonly T[]): T[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
