import type { CatalogObject, ObjectType } from './catalog.ts';
import { qualified, quoteIdentifier, quoteLiteral } from './quote.ts';

type Statement = (object: CatalogObject) => string;

/** An object that is not there, as a statement that makes it: nothing is ever replaced. */
export function createStatement(object: CatalogObject): string {
  return creations[object.type](object);
}

/** An object that nobody expects, as the statement by which a person may take it away. */
export function dropStatement(object: CatalogObject): string {
  return removals[object.type](object);
}

/** One statement for a table with those of its columns, defaults and NOT NULLs that come with it. */
export function createTableStatement(
  table: CatalogObject,
  parts: readonly CatalogObject[],
): string {
  const columns = parts.filter(({ type }) => type === 'column');
  const clauses = columns.map((column) => columnClause(column, parts));
  return `CREATE TABLE ${tableOf(table)} (${clauses.join(', ')})`;
}

/** With its default, so that rows which are already there get it too. */
export function addColumnStatement(column: CatalogObject, parts: readonly CatalogObject[]): string {
  return `ALTER TABLE ${tableOf(column)} ADD COLUMN ${columnClause(column, parts)}`;
}

function columnClause(column: CatalogObject, parts: readonly CatalogObject[]): string {
  const own = parts.filter(({ name }) => name === column.name);
  const value = own.find(({ type }) => type === 'default');
  const required = own.some(({ type }) => type === 'not_null');
  const clauses = [quoteIdentifier(column.name), column.definition];
  if (value) clauses.push(`DEFAULT ${value.definition}`);
  if (required) clauses.push('NOT NULL');
  return clauses.join(' ');
}

export function tableOf({ schema, table, name }: CatalogObject): string {
  return qualified(schema, table ?? name);
}

const self = ({ schema, name }: CatalogObject) => qualified(schema, name);

const alterColumn = (object: CatalogObject) =>
  `ALTER TABLE ${tableOf(object)} ALTER COLUMN ${quoteIdentifier(object.name)}`;

const addConstraint: Statement = (object) =>
  `ALTER TABLE ${tableOf(object)} ADD CONSTRAINT ${quoteIdentifier(object.name)} ${object.definition}`;

const dropConstraint: Statement = (object) =>
  `ALTER TABLE ${tableOf(object)} DROP CONSTRAINT ${quoteIdentifier(object.name)}`;

const grantee = ({ name }: CatalogObject) => (name === 'public' ? 'PUBLIC' : quoteIdentifier(name));

/** The setting that goes before all others; every new connection has it. */
const setSearchPath = (path: string) =>
  `DO $$ BEGIN EXECUTE format('ALTER ROLE CURRENT_USER IN DATABASE %I SET search_path = ${path}', current_database()); END $$`;

/**
 * From its owner, which need not be the role that asks. Who cannot do so is refused: Postgres itself
 * would only warn, and change nothing.
 */
const withholdRights: Statement = (object) => {
  const table = tableOf(object);
  return [
    `DO $$ DECLARE owner oid := (SELECT relowner FROM pg_class WHERE oid = ${quoteLiteral(table)}::regclass);`,
    `BEGIN IF NOT pg_has_role(owner, 'USAGE') THEN`,
    `RAISE insufficient_privilege USING MESSAGE = ${quoteLiteral(`must be owner of table ${object.name}`)}; END IF;`,
    `EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON TABLE ${table} FROM PUBLIC, %I', pg_get_userbyid(owner));`,
    'END $$',
  ].join(' ');
};

const creations: Readonly<Record<ObjectType, Statement>> = {
  schema: ({ name }) => `CREATE SCHEMA ${quoteIdentifier(name)}`,
  enum: (object) => `CREATE TYPE ${self(object)} AS ${object.definition}`,
  sequence: (object) => `CREATE SEQUENCE ${self(object)} ${object.definition}`,
  table: (object) => createTableStatement(object, []),
  column: (object) => addColumnStatement(object, []),
  default: (object) => `${alterColumn(object)} SET DEFAULT ${object.definition}`,
  not_null: (object) => `${alterColumn(object)} SET NOT NULL`,
  primary_key: addConstraint,
  unique: addConstraint,
  exclusion: addConstraint,
  check: addConstraint,
  index: ({ definition }) => definition,
  foreign_key: addConstraint,
  ownership: (object) =>
    `ALTER SEQUENCE ${self(object)} OWNED BY ${tableOf(object)}.${quoteIdentifier(object.definition)}`,
  append_only: withholdRights,
  privilege: (object) => `GRANT ${object.name} ON ${tableOf(object)} TO CURRENT_USER`,
  grant: (object) => `GRANT ${object.definition} ON ${tableOf(object)} TO ${grantee(object)}`,
  row_security: (object) => `ALTER TABLE ${tableOf(object)} ENABLE ROW LEVEL SECURITY`,
  policy: (object) => `CREATE POLICY ${quoteIdentifier(object.name)} ON ${tableOf(object)}`,
  trigger: ({ definition }) => definition,
  disabled_triggers: (object) => `ALTER TABLE ${tableOf(object)} DISABLE TRIGGER ALL`,
  rule: ({ definition }) => definition,
  view: (object) => `CREATE VIEW ${self(object)}`,
  forbidden_schema: ({ name }) =>
    `REVOKE USAGE ON SCHEMA ${quoteIdentifier(name)} FROM CURRENT_USER`,
  hidden_schema: () => setSearchPath('pg_catalog'),
};

const removals: Readonly<Record<ObjectType, Statement>> = {
  schema: ({ name }) => `DROP SCHEMA ${quoteIdentifier(name)} CASCADE`,
  enum: (object) => `DROP TYPE ${self(object)}`,
  sequence: (object) => `DROP SEQUENCE ${self(object)}`,
  table: (object) => `DROP TABLE ${self(object)}`,
  column: (object) => `ALTER TABLE ${tableOf(object)} DROP COLUMN ${quoteIdentifier(object.name)}`,
  default: (object) => `${alterColumn(object)} DROP DEFAULT`,
  not_null: (object) => `${alterColumn(object)} DROP NOT NULL`,
  primary_key: dropConstraint,
  unique: dropConstraint,
  exclusion: dropConstraint,
  check: dropConstraint,
  index: (object) => `DROP INDEX ${self(object)}`,
  foreign_key: dropConstraint,
  ownership: (object) => `ALTER SEQUENCE ${self(object)} OWNED BY NONE`,
  append_only: (object) =>
    `GRANT UPDATE, DELETE, TRUNCATE ON TABLE ${tableOf(object)} TO CURRENT_USER`,
  privilege: (object) => `REVOKE ${object.name} ON ${tableOf(object)} FROM CURRENT_USER`,
  grant: (object) => `REVOKE ${object.definition} ON ${tableOf(object)} FROM ${grantee(object)}`,
  row_security: (object) => `ALTER TABLE ${tableOf(object)} DISABLE ROW LEVEL SECURITY`,
  policy: (object) => `DROP POLICY ${quoteIdentifier(object.name)} ON ${tableOf(object)}`,
  trigger: (object) => `DROP TRIGGER ${quoteIdentifier(object.name)} ON ${tableOf(object)}`,
  disabled_triggers: (object) => `ALTER TABLE ${tableOf(object)} ENABLE TRIGGER ALL`,
  rule: (object) => `DROP RULE ${quoteIdentifier(object.name)} ON ${tableOf(object)}`,
  view: (object) => `DROP VIEW ${self(object)}`,
  forbidden_schema: ({ name }) => `GRANT USAGE ON SCHEMA ${quoteIdentifier(name)} TO CURRENT_USER`,
  hidden_schema: ({ name }) => setSearchPath(`"$user", ${quoteIdentifier(name)}`),
};
