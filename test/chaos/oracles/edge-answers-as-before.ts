import { evaluate } from '../../../src/engine/evaluate.ts';
import { prepare } from '../../../src/engine/prepare.ts';
import type { PublishedSnapshot } from '../../../src/snapshot/format.ts';
import type { Evidence } from '../evidence.ts';

const contexts = [
  {},
  { user_id: 'ada' },
  { user_id: 'grace', organisation_id: 'acme', role: 'staff' },
  { user_id: 'somebody-else', organisation_id: 'zebra' },
];

/**
 * Whatever was lost, and whatever was written behind our back: every flag is answered as before, and every
 * key opens what it did. Where others write meanwhile, what they change is to be served.
 */
export function edgeAnswersAsBefore({ edge, hasWriters }: Evidence): readonly string[] {
  if (hasWriters) return [];
  return [...edge.before].flatMap(([environment, packed]) => {
    const before = snapshotOf(packed);
    const after = edge.after.get(environment);
    if (after === undefined) return [`${environment} is published no more`];
    const { keys, ...now } = snapshotOf(after);
    return [
      ...listChangedFlags(before, { ...now, keys }),
      ...before.keys
        .filter(({ id }) => !keys.some((key) => key.id === id))
        .map(({ id }) => `key ${id} of ${environment} opens nothing`),
    ];
  });
}

const snapshotOf = ({ text }: { readonly text: string }): PublishedSnapshot => JSON.parse(text);

function listChangedFlags(before: PublishedSnapshot, after: PublishedSnapshot): readonly string[] {
  const [was, is] = [prepare(before), prepare({ ...after, version: before.version })];
  const now = Date.now();
  const answers = (prepared: typeof was, key: string) =>
    JSON.stringify(contexts.map((context) => evaluate(prepared, key, context, now)));
  return before.flags
    .map(({ key }) => key)
    .filter((key) => answers(was, key) !== answers(is, key))
    .map((key) => `${key} of ${before.environment}: ${answers(was, key)} → ${answers(is, key)}`);
}
