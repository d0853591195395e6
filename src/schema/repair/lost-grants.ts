import { addressOf, type Catalog, type CatalogObject } from '../catalog/catalog.ts';
import { createStatement } from '../catalog/statements.ts';
import { expectedCatalog } from '../manifest.ts';

interface Making {
  readonly before: Catalog;
  /** What was made, or would be. */
  readonly created: readonly CatalogObject[];
  /** A server may grant rights on whatever is made. */
  readonly after?: Catalog;
}

const rights = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] as const;

/**
 * A table that is made anew has lost what others might do with it. Whoever may do it with more than
 * half of the tables beside it probably might, so a person is told, with the statement.
 */
export function findLostGrants({ before, created, after = new Map() }: Making): readonly string[] {
  return created
    .filter(({ type }) => type === 'table')
    .flatMap((table) => {
      const beside = tablesBeside(table, before);
      const grants = [...before.values()].filter((each) => isGrantOn(each, beside));
      return [...Map.groupBy(grants, ({ name }) => name)].flatMap(([name, theirs]) => {
        const grant = { ...table, type: 'grant', name } as const;
        const kept = after.get(addressOf(grant));
        const isLost = (right: string) =>
          countOf(right, theirs) * 2 > beside.length && !isGranted(right, kept);
        return describe({ ...grant, definition: rightsOn(table).filter(isLost).join(', ') });
      });
    });
}

/** What is only added to, nobody is to be given the right to alter. */
const rightsOn = (table: CatalogObject) =>
  expectedCatalog.has(addressOf({ ...table, type: 'append_only' }))
    ? rights.filter((right) => right === 'SELECT' || right === 'INSERT')
    : rights;

/** Those of ours that are there. */
function tablesBeside({ schema }: CatalogObject, before: Catalog): readonly string[] {
  return [...expectedCatalog.values()]
    .filter((each) => each.type === 'table' && each.schema === schema)
    .flatMap((each) => (before.has(addressOf(each)) ? each.name : []));
}

const isGrantOn = ({ type, table }: CatalogObject, tables: readonly string[]) =>
  type === 'grant' && tables.includes(`${table}`);

const isGranted = (right: string, grant: CatalogObject | undefined) =>
  grant?.definition.split(', ').includes(right) === true;

const countOf = (right: string, grants: readonly CatalogObject[]) =>
  grants.filter((grant) => isGranted(right, grant)).length;

function describe(grant: CatalogObject): readonly string[] {
  const { name, definition, table } = grant;
  if (definition === '') return [];
  return [
    `table ${table} is made anew, without the rights that others had. ${name} has ${definition} on most tables beside it; if on this one too: ${createStatement(grant)}`,
  ];
}
