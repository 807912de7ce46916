import { type IMeshNamespace, isMeshNamespace } from '../tree/handles';
import { checkServiceName } from '../values/dns-label';
import { given } from '../values/given';

/** A Service that the program refers to and does not make. */
export class MeshService {
  /**
   * By its name and namespace.
   *
   * @throws Error if the name is none of a Service.
   */
  public static fromName(name: string, namespace: IMeshNamespace): MeshService {
    const problem = checkServiceName(name);
    if (problem !== undefined) throw new Error(`MeshService.fromName: name ${problem}`);
    if (!isMeshNamespace(namespace))
      throw new Error(`MeshService.fromName: namespace must be a MeshNamespace, got ${given(namespace)}`);
    return new MeshService(name, namespace);
  }

  private constructor(
    public readonly serviceName: string,
    public readonly namespace: IMeshNamespace,
  ) {}
}
