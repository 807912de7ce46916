import { type Finding, type Judge, type Severity } from '../values/finding';
import { type FieldPath } from './field-path';

/** More about a finding than what is wrong. */
export interface ReportDetails {
  /** What was given. Never the content of a Secret. */
  readonly value?: unknown;

  /** What to do about it. */
  readonly fix?: string | undefined;
}

/** Where the checks of one judge leave what they find, in the order in which that judge says it. */
export class Report {
  private readonly found: Finding[] = [];

  public constructor(private readonly judge: Judge) {}

  public get findings(): readonly Finding[] {
    return this.found;
  }

  /** The judge refuses the object. `rule` is the stable name of the check, such as `virtual-service/weight-sum`. */
  public error(rule: string, path: FieldPath, message: string, details: ReportDetails = {}): void {
    this.add('error', rule, path, message, details);
  }

  /** The judge takes the object and warns. */
  public warning(rule: string, path: FieldPath, message: string, details: ReportDetails = {}): void {
    this.add('warning', rule, path, message, details);
  }

  private add(severity: Severity, rule: string, path: FieldPath, message: string, details: ReportDetails): void {
    const { value, fix } = details;
    this.found.push({
      severity,
      judge: this.judge,
      rule,
      path: path.toString(),
      message,
      ...('value' in details && { value }),
      ...(fix !== undefined && { fix }),
    });
  }
}
