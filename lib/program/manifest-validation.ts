import { type Finding } from '../values/finding';
import { istioMinor } from '../validation/bundled';
import { validateObject } from '../validation/validate-object';
import { type RuleSeverities, severitiesProblem, withSeverities } from './severities';

/** What cdk8s-cli gives to a validation plugin; see its `ValidationContext`. */
export interface ManifestValidationContext {
  /** Paths of the manifests. */
  readonly manifests: readonly string[];
  readonly report: {
    addViolation(violation: {
      readonly ruleName: string;
      readonly recommendation: string;
      readonly fix: string;
      readonly violatingResources: readonly {
        readonly resourceName: string;
        readonly locations: readonly string[];
        readonly manifestPath: string;
      }[];
    }): void;
    submit(status: 'success' | 'failure'): void;
  };

  /** The objects of a manifest. */
  parseManifest(path: string): unknown;
}

/** `properties` of the plugin in cdk8s.yaml. */
export interface ManifestValidationProps {
  /**
   * The release of Istio: `1.31` or a patch of it.
   *
   * @default - the newest release that this package knows
   */
  readonly istioVersion?: string | undefined;

  /**
   * What rules count as, as in `MeshProgram`.
   *
   * @default - as each rule says
   */
  readonly severities?: RuleSeverities | undefined;
}

/**
 * The validator as a plugin of cdk8s-cli, for programs that do not use {@link MeshProgram}, which judges by itself. Errors fail the
 * synth, warnings are reported.
 *
 * @example
 * // cdk8s.yaml:
 * //   validations:
 * //     - package: istio-constructs
 * //       version: 0.1.0
 * //       class: ManifestValidation
 * //       properties: { istioVersion: '1.31' }
 * const plugin = new ManifestValidation({ istioVersion: '1.31' });
 */
export class ManifestValidation {
  /**
   * @throws RangeError if `istioVersion` is none of which there are schemas.
   * @throws Error if a severity is none.
   */
  public constructor(private readonly props: ManifestValidationProps = {}) {
    istioMinor(props.istioVersion);
    const problem = severitiesProblem(props.severities);
    if (problem !== undefined) throw new Error(problem);
  }

  /** Called by cdk8s-cli. */
  public validate(context: ManifestValidationContext): Promise<void> {
    const { istioVersion, severities = {} } = this.props;
    let failed = false;
    for (const manifestPath of context.manifests) {
      for (const object of [context.parseManifest(manifestPath)].flat()) {
        const found = validateObject(object, { istioVersion }).map((finding) => ({ construct: '', finding }));
        for (const { finding } of withSeverities(found, severities)) {
          if (finding.severity === 'info') continue;
          failed ||= finding.severity === 'error';
          context.report.addViolation(violation(finding, nameOf(object), manifestPath));
        }
      }
    }
    context.report.submit(failed ? 'failure' : 'success');
    return Promise.resolve();
  }
}

function violation({ rule, judge, path, message, fix, severity }: Finding, resourceName: string, manifestPath: string) {
  return {
    ruleName: judge === 'istiod' ? `istiod: ${rule}` : rule,
    recommendation: `${severity}: ${path === '' ? '' : `${path}: `}${message}`,
    fix: fix ?? message,
    violatingResources: [{ resourceName, locations: [path], manifestPath }],
  };
}

/** cdk8s-cli finds the construct by it. */
function nameOf(object: unknown): string {
  const { metadata } = (object ?? {}) as { readonly metadata?: { readonly name?: unknown } | null };
  return typeof metadata?.name === 'string' ? metadata.name : 'unnamed';
}
