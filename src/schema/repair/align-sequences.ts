import { attemptQuery } from '../../db/attempt.ts';
import type { Queryable } from '../../db/connect.ts';
import { addressOf, type Catalog, type CatalogObject } from '../catalog/catalog.ts';
import { qualified, quoteIdentifier, quoteLiteral } from '../catalog/quote.ts';
import { tableOf } from '../catalog/statements.ts';
import { expectedCatalog } from '../manifest.ts';

/**
 * Moves on the sequences that lag behind the numbers their columns hold, as one does that was made
 * anew: the next insert would meet a number that is taken. Returns their names.
 */
export async function alignSequences(tx: Queryable): Promise<readonly string[]> {
  const aligned: string[] = [];
  for (const owned of ownerships) {
    const sequence = quoteLiteral(qualified(owned.schema, owned.name));
    if (await findsRow(tx, ifItLags(owned, `setval(${sequence}, highest)`))) {
      aligned.push(owned.name);
    }
  }
  return aligned;
}

/** Names of those that would be moved on; one that is not there will be made, and begin with 1. */
export async function foreseeAligned(tx: Queryable, actual: Catalog): Promise<readonly string[]> {
  const aligned: string[] = [];
  for (const owned of ownerships) {
    const sequence = { ...owned, type: 'sequence', table: null, definition: '' } as const;
    const isThere = actual.has(addressOf(sequence));
    const question = isThere
      ? ifItLags(owned, '1')
      : `select 1 from (${highest(owned)}) as held
      where highest >= 1`;
    if (await findsRow(tx, question)) aligned.push(owned.name);
  }
  return aligned;
}

const ownerships = [...expectedCatalog.values()].filter(({ type }) => type === 'ownership');

async function findsRow(tx: Queryable, question: string): Promise<boolean> {
  const asked = await attemptQuery(tx, question);
  return 'result' in asked && asked.result.length > 0;
}

const highest = (owned: CatalogObject) =>
  `select max(${quoteIdentifier(owned.definition)}) as highest from ${tableOf(owned)}`;

const ifItLags = (owned: CatalogObject, selected: string) =>
  `select ${selected} from (${highest(owned)}) as held, ${qualified(owned.schema, owned.name)}
    where highest > last_value or (highest = last_value and not is_called)`;
