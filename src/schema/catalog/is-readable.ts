import { addressOf, type Catalog, type CatalogObject } from './catalog.ts';

/** Whether a table is there, and the role that asked may read it. */
export function isReadable(table: CatalogObject, actual: Catalog): boolean {
  const right = { ...table, type: 'privilege', name: 'SELECT' } as const;
  const { schema } = table;
  const hindrance = { ...table, type: 'forbidden_schema', table: null, name: schema } as const;
  return (
    [table, right].every((each) => actual.has(addressOf(each))) && !actual.has(addressOf(hindrance))
  );
}
