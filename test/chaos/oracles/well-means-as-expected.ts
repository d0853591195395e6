import type { Evidence } from '../evidence.ts';
import { unmended } from './unmended.ts';

/** Nothing unresolved means that all is as it was before any damage, in the tests' own words too. */
export function wellMeansAsExpected({ outcome, states }: Evidence): readonly string[] {
  if (!('answer' in outcome) || outcome.answer.unresolved.length > 0) return [];
  const { status, fingerprint } = outcome.answer;
  return [
    ...(status === 'ok' || status === 'noop' ? [] : [`the status is ${status}`]),
    ...(fingerprint.after === fingerprint.expected ? [] : ['the fingerprint is another']),
    ...unmended(states.whole, states.after),
  ];
}
