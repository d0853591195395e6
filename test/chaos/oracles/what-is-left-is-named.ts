import type { Evidence } from '../evidence.ts';
import { labelOf, type State } from '../state.ts';
import { unmended } from './unmended.ts';

/** Each by its own name, or by that of the missing column or table that it belongs to. */
export function whatIsLeftIsNamed({ outcome, states }: Evidence): readonly string[] {
  if (!('answer' in outcome)) return [];
  const named = new Set(outcome.answer.unresolved.map(({ object }) => object));
  return unmended(states.whole, states.after).filter(
    (label) => !named.has(label) && !holdersOf(label, states).some((holder) => named.has(holder)),
  );
}

function holdersOf(label: string, { whole, after }: { whole: State; after: State }): string[] {
  const object = whole.objects.get(label);
  if (object === undefined) return [];
  const { table, schema } = object;
  const holders = ['column', 'table', 'schema'].map((type) => {
    const name = type === 'table' ? table : type === 'schema' ? schema : object.name;
    return labelOf({ ...object, type, table: type === 'schema' ? '' : table, name });
  });
  return holders.filter((holder) => whole.objects.has(holder) && !after.objects.has(holder));
}
