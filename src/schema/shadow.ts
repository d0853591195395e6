import { sql } from 'drizzle-orm';
import { isForbidden } from '../db/classify-failure.ts';
import type { Queryable } from '../db/connect.ts';
import { type Catalog, type CatalogObject, catalogOf } from './catalog/catalog.ts';
import { shadowPrefix } from './catalog/introspection.ts';
import { readCatalog } from './catalog/read-catalog.ts';
import { compare } from './drift/compare.ts';
import { expectedCatalog, schemas } from './manifest.ts';
import { makePlan } from './plan/make-plan.ts';

/**
 * What is expected, in the words of the server at hand: two versions of Postgres may write one
 * expression in two ways. Everything is built beside the live schema, read, and rolled back. Where
 * the role may not create schemas, the words of the manifest have to do.
 */
export async function expectedHere(tx: Queryable): Promise<Catalog> {
  await tx.execute(sql`savepoint burgee_shadow`);
  // Of its own each time: one that somebody has left behind is in nobody's way.
  const built = await readShadow(tx, `${shadowPrefix}${crypto.randomUUID().slice(0, 8)}_`);
  await tx.execute(sql`rollback to savepoint burgee_shadow`);
  return built ?? expectedCatalog;
}

async function readShadow(tx: Queryable, prefix: string): Promise<Catalog | undefined> {
  try {
    await tx.execute(sql.raw(shadowStatements(prefix).join(';\n')));
    const shadow = await readCatalog(
      tx,
      schemas.map((schema) => `${prefix}${schema}`),
    );
    return onlyExpected(move(shadow, (text) => text.replaceAll(prefix, '')));
  } catch (error) {
    if (isForbidden(error)) return undefined;
    throw error;
  }
}

/** The plan for a database that has nothing at all, in schemas of other names. */
function shadowStatements(prefix: string): readonly string[] {
  const names = new RegExp(`\\b(${schemas.join('|')})(?=\\.|$)`, 'g');
  const shadow = move(expectedCatalog, (text) => text.replace(names, `${prefix}$1`));
  return makePlan(compare(shadow, new Map()), new Map()).steps.map(({ statement }) => statement);
}

/** To schemas of other names: where an object is, and wherever its definition names another. */
function move(catalog: Catalog, rename: (text: string) => string): Catalog {
  const moved = ({ schema, name, definition, ...object }: CatalogObject) => ({
    ...object,
    schema: rename(schema),
    name: object.type === 'schema' ? rename(name) : name,
    definition: rename(definition),
  });
  return catalogOf([...catalog.values()].map(moved));
}

/**
 * A server may grant rights on whatever is created, which nobody needs to expect. In the order of
 * the manifest, so that the same plan is made from it each time.
 */
function onlyExpected(catalog: Catalog): Catalog {
  return catalogOf([...expectedCatalog.keys()].flatMap((address) => catalog.get(address) ?? []));
}
