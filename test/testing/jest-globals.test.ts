import { expect, test } from '@jest/globals';
import 'istio-constructs/testing';
import { call } from './reviews';

test('the expect of @jest/globals knows the matchers, types included', () => {
  expect(call()).toBeAllowed();
  expect(() => {
    expect(call()).toBeDenied();
  }).toThrow('Expected: denied');
});
