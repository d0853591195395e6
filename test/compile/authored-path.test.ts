import { expect, it } from 'vitest';
import { authoredPath, authoredProblem } from '../../src/snapshot/compile/authored-problem.ts';

it.each([
  ['', ''],
  ['killed', 'is_killed'],
  ['on', 'is_enabled'],
  ['overrides', 'overrides'],
  ['prerequisites[0]', 'prerequisites[0]'],
  ['rollout', 'rollout_percentage'],
  ['rollout.split', 'split'],
  ['rollout.split[0].variant', 'split[0].variant'],
  ['rollout.millipercent', 'rollout_percentage'],
  ['rules[0].rollout', 'rules[0].rollout_percentage'],
  ['rules[0].rollout.split', 'rules[0].split'],
  ['rules[0].rollout.split[1].weight', 'rules[0].split[1].weight'],
  ['rules[2].when.all[0].not.millipercent', 'rules[2].when.all[0].not.percentage'],
  ['rules[2].when.ignoreCase', 'rules[2].when.ignore_case'],
  ['offVariant', 'off_variant'],
])('calls the path %j what its author does: %j', (engine, authored) => {
  expect(authoredPath(engine)).toBe(authored);
  expect(authoredProblem(`${engine}: expected a rollout: on`)).toEqual({
    path: authored,
    message: 'expected a rollout: on',
  });
});
