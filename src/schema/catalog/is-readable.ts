import { addressOf, type Catalog, type CatalogObject } from './catalog.ts';

/** Whether a table is there, and the role that asked may read it. */
export function isReadable(table: CatalogObject, actual: Catalog): boolean {
  const right = { ...table, type: 'privilege', name: 'SELECT' } as const;
  return actual.has(addressOf(table)) && actual.has(addressOf(right));
}
