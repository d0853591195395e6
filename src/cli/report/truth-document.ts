import { nameOf } from '../../schema/catalog/catalog.ts';
import type { Difference } from '../../schema/drift/difference.ts';
import type { SchemaTruth } from '../../schema/truth.ts';
import type { Document } from '../command.ts';
import { migrationOf } from './differences.ts';

/** What is true of a database, for programs. */
export function truthDocument({
  verdict,
  migrations,
  records,
  differences,
}: SchemaTruth): Document {
  return {
    verdict,
    migrations: migrations.map(({ tag, state, absent }) => ({
      tag,
      state,
      absent: absent.map(nameOf),
    })),
    records,
    differences: differences.map(differenceDocument),
  };
}

export function differenceDocument(difference: Difference): Document {
  const { kind, object, actual, weight, isMendable, statement } = difference;
  const isExtra = kind === 'extra';
  return {
    kind,
    weight,
    object: nameOf(object),
    type: object.type,
    schema: object.schema,
    table: object.table,
    name: object.name,
    migration: migrationOf(object) ?? null,
    expected: isExtra ? null : object.definition,
    actual: isExtra ? object.definition : (actual ?? null),
    is_mendable: isMendable,
    statement,
  };
}
