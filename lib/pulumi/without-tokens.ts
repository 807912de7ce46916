import { tokens } from './token-registry';

/** A text with `instead` in the place of what stands for Outputs. */
export function withoutTokens(text: string, instead: string): string {
  if (!tokens.includes(text)) return text;
  return tokens
    .split(text)
    .map((part) => (typeof part === 'string' ? part : instead))
    .join('');
}
