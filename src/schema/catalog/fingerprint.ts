import { sha256Hex } from '../../contract/fields/sha256.ts';
import { addressOf, type Catalog, isStructural } from './catalog.ts';

/**
 * SHA-256 over what a schema is made of, in hex. The order of columns and the role that asks do
 * not matter: a column that was lost and added again stands last, and is the same column.
 */
export function fingerprintOf(catalog: Catalog): Promise<string> {
  const lines = [...catalog.values()]
    .filter(isStructural)
    .map((object) => `${addressOf(object)} ${object.definition} ${object.isValid}\n`);
  return sha256Hex(lines.sort().join(''));
}
