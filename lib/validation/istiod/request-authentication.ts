/** RequestAuthentication. */
import { type Manifest } from '../../model/manifest';
import { parseJwks } from '../../values/jwks';
import { jwksUriProblem } from '../../values/jwks-uri';
import { FieldPath } from '../field-path';
import { type Report } from '../report';
import { checkDurationField } from './common/duration';
import { checkTargets, type Targets } from './common/selector';

interface JwtRule {
  readonly issuer?: string | null;
  readonly jwksUri?: string | null;

  /** Another spelling of `jwksUri`, of which the API server takes one. */
  readonly jwks_uri?: string | null;
  readonly jwks?: string | null;
  readonly timeout?: string | null;
}

interface RequestAuthentication extends Targets {
  readonly jwtRules?: readonly (JwtRule | null)[] | null;
}

const SPEC = FieldPath.ROOT.field('spec');

export function checkRequestAuthentication(object: Manifest, report: Report): void {
  const spec = (object.spec ?? {}) as RequestAuthentication;
  checkTargets(spec, SPEC, report);
  const rules = SPEC.field('jwtRules');
  spec.jwtRules?.forEach((rule, index) => {
    if (rule !== null) checkRule(rule, rules.item(index), report);
  });
}

function checkRule(rule: JwtRule, path: FieldPath, report: Report): void {
  const field = rule.jwksUri ? 'jwksUri' : 'jwks_uri';
  const uri = rule[field];
  if (!rule.issuer && !uri) {
    const message = 'must have an issuer or a jwksUri; the keys in jwks alone are not enough';
    report.error('request-authentication/issuer', path, message);
  }
  const problem = uri ? jwksUriProblem(uri) : undefined;
  if (problem)
    report.error(`request-authentication/jwks-uri-${problem.what}`, path.field(field), problem.message, { value: uri });
  if (rule.jwks) checkJwks(rule.jwks, path.field('jwks'), report);
  checkDurationField(rule.timeout, 'request-authentication', path.field('timeout'), report);
}

// Findings do not show the keys: some may be private.
function checkJwks(text: string, path: FieldPath, report: Report): void {
  const jwks = parseJwks(text);
  if ('problem' in jwks) {
    report.error('request-authentication/jwks', path, `must be a set of JSON web keys: ${jwks.problem}`);
    return;
  }
  jwks.keys.forEach(({ secret }, index) => {
    if (!secret) return;
    const message = `keys[${index}] has a secret, which everyone who may read this object can see`;
    report.warning('request-authentication/jwks-private', path, message, {
      fix: 'leave the public part of the key only, and renew it',
    });
  });
}
