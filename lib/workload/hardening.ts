import { flag, known, type PropChecks, shape, type Check } from '../tree/props';
import { present } from '../model/present';

/**
 * What keeps a container from doing more than it needs. All of it is on; an image that cannot live with a part switches
 * that part off by name.
 */
export interface Hardening {
  /** Not as root (`runAsNonRoot`). @default true */
  readonly nonRoot?: boolean | undefined;

  /** Its image cannot be written to (`readOnlyRootFilesystem`). @default true */
  readonly readOnlyRootFilesystem?: boolean | undefined;

  /** No Linux capabilities (`capabilities.drop: [ALL]`). @default true */
  readonly dropCapabilities?: boolean | undefined;

  /** No way to more rights than its parent (`allowPrivilegeEscalation: false`). @default true */
  readonly noPrivilegeEscalation?: boolean | undefined;

  /** The container runtime's filter of system calls (`seccompProfile`). @default true */
  readonly seccomp?: boolean | undefined;

  /** No token of the Kubernetes API in the pod (`automountServiceAccountToken: false`). @default true */
  readonly noApiToken?: boolean | undefined;
}

/** Checks a {@link Hardening}. */
export const hardeningCheck: Check = known(
  shape<Hardening>({
    nonRoot: known(flag),
    readOnlyRootFilesystem: known(flag),
    dropCapabilities: known(flag),
    noPrivilegeEscalation: known(flag),
    seccomp: known(flag),
    noApiToken: known(flag),
  } satisfies PropChecks<Hardening>),
);

/** `securityContext` of the pod. */
export function podSecurity({ nonRoot = true, seccomp = true }: Hardening): unknown {
  return present({
    runAsNonRoot: nonRoot ? true : undefined,
    seccompProfile: seccomp ? { type: 'RuntimeDefault' } : undefined,
  });
}

/** `securityContext` of a container, with what else it says. */
export function containerSecurity(hardening: Hardening, more: { readonly runAsUser?: number } = {}): unknown {
  const { readOnlyRootFilesystem = true, dropCapabilities = true, noPrivilegeEscalation = true } = hardening;
  return present({
    allowPrivilegeEscalation: noPrivilegeEscalation ? false : undefined,
    readOnlyRootFilesystem: readOnlyRootFilesystem ? true : undefined,
    capabilities: dropCapabilities ? { drop: ['ALL'] } : undefined,
    ...more,
  });
}
