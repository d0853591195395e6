import type { Judged } from './tally.ts';

/** All that is needed to see it again: seed, damages, fault, and what the oracles say. */
export function describeFailure({ evidence, complaints }: Judged): string {
  const { seed, fault, damages } = evidence.trial;
  const { outcome } = evidence;
  const lines = damages.map(({ name, statements }) => `  ${name}: ${statements.join('; ')}`);
  const what = 'answer' in outcome ? outcome.answer.status : outcome.failure.code;
  const said = complaints.map(({ oracle, words }) => `  ${oracle}: ${words.join('\n    ')}`);
  return [
    `seed ${seed}, fault: ${fault}, outcome: ${what}`,
    ...lines,
    ...said,
    `  again: npm run chaos -- --seed ${seed} --trials 1`,
  ].join('\n');
}
