import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
import type { CatalogObject } from '../catalog/catalog.ts';
import { qualified, quoteIdentifier, quoteLiteral } from '../catalog/quote.ts';
import { tableOf } from '../catalog/statements.ts';
import { expectedCatalog } from '../manifest.ts';
import { attempt } from './attempt.ts';

/**
 * Moves on the sequences that lag behind the numbers their columns hold, as one does that was made
 * anew: the next insert would meet a number that is taken. Returns their names.
 */
export async function alignSequences(tx: Queryable): Promise<readonly string[]> {
  const aligned: string[] = [];
  for (const owned of [...expectedCatalog.values()].filter(({ type }) => type === 'ownership')) {
    const moved = await attempt(tx, () => rowsOf(tx, sql.raw(moveOn(owned))));
    if ('result' in moved && moved.result.length > 0) aligned.push(owned.name);
  }
  return aligned;
}

function moveOn(owned: CatalogObject): string {
  const sequence = qualified(owned.schema, owned.name);
  const highest = `select max(${quoteIdentifier(owned.definition)}) as highest from ${tableOf(owned)}`;
  return `select setval(${quoteLiteral(sequence)}, highest) from (${highest}) as held, ${sequence}
    where highest > last_value or (highest = last_value and not is_called)`;
}
