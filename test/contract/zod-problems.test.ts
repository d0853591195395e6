import { expect, it } from 'vitest';
import { problemsOf } from '../../src/contract/errors/zod-problems.ts';
import { updateFlagStateInput } from '../../src/contract/flags/flag-state.ts';

const split = [{ variant: 'on', weight: 100_000 }];

/** What is said about a rule with this condition. */
function problemsWith(when: unknown) {
  const parsed = updateFlagStateInput.safeParse({ rules: [{ id: 'x', when, split }] });
  return parsed.success ? [] : problemsOf(parsed.error);
}

const anyCondition = 'expected a condition: all, any, not, attribute, segment, flag or percentage';

it.each([
  [{}, 'rules[0].when', anyCondition],
  ['country = SE', 'rules[0].when', anyCondition],
  [{ atribute: 'country' }, 'rules[0].when', anyCondition],
  [{ attribute: 'country' }, 'rules[0].when.operator', /string/],
  [{ attribute: 'country', operatr: 'equals' }, 'rules[0].when.operator', /string/],
  [{ attribute: '', operator: 'equals' }, 'rules[0].when.attribute', /./],
  [{ all: [{ not: { any: 7 } }] }, 'rules[0].when.all[0].not.any', /array/],
  [{ any: [{ percentage: 101, salt: 's' }] }, 'rules[0].when.any[0].percentage', /100/],
  [{ flag: 'x', variants: [] }, 'rules[0].when.variants', /./],
  [{ segment: 'No Such' }, 'rules[0].when.segment', /a-z/],
])('says of the condition %j what is wrong at %s', (when, path, message) => {
  const [problem] = problemsWith(when);
  expect(problem).toEqual({
    path,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });
});

it('names every property that a sound condition does not have', () => {
  const problems = problemsWith({ attribute: 'a', operator: 'exists', ignoreCase: true });
  expect(problems).toEqual([
    { path: 'rules[0].when', message: expect.stringContaining('ignoreCase') },
  ]);
});
