import { claimMatches } from '../../lib/simulation/claims';
import { jwtClaimPath } from '../../lib/values/jwt-claim';

describe('routing by claims [gateway-jwt-claims]', () => {
  const claims = { plan: 'gold', groups: ['staff', 8, 'users'], realm: { roles: ['admin'] }, words: 'a b', age: 8 };
  const isEqual = (expected: string) => (text: string) => text === expected;

  it.each<[header: string, value: string, expected: boolean]>([
    ['@request.auth.claims.plan', 'gold', true],
    ['@request.auth.claims.plan', 'tin', false],
    ['@Request.Auth.Claims[plan]', 'gold', true],
    ['@request.auth.claims[groups]', 'staff', true],
    ['@request.auth.claims[groups]', 'users', true],
    ['@request.auth.claims[groups]', '8', false],
    ['@request.auth.claims[realm][roles]', 'admin', true],
    ['@request.auth.claims.realm.roles', 'admin', true],
    ['@request.auth.claims[words]', 'a', false],
    ['@request.auth.claims[words]', 'a b', true],
    ['@request.auth.claims[age]', '8', false],
    ['@request.auth.claims[realm]', 'admin', false],
    ['@request.auth.claims[plan][x]', 'gold', false],
  ])('%s is %s: %s', (header, value, expected) => {
    const path = jwtClaimPath(header) ?? [];
    expect([claimMatches(claims, path, isEqual(value)), claimMatches(undefined, path, isEqual(value))]).toEqual([
      expected,
      false,
    ]);
  });

  it.each(['x-plan', '@request.auth.claims', '@request.auth.claims[]', '@request.auth.principal'])(
    '%s means no claim',
    (header) => {
      expect(jwtClaimPath(header)).toBeUndefined();
    },
  );
});
