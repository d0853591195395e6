import type { DifferenceReport, SchemaReport } from '../../contract/health/schema-report.ts';
import { addressOf, nameOf } from '../../schema/catalog/catalog.ts';
import type { Difference } from '../../schema/drift/difference.ts';
import { manifest } from '../../schema/manifest.ts';
import type { SchemaTruth } from '../../schema/truth.ts';

/** What was found out about the schema, as `GET /admin/schema` answers it. Pure. */
export function describeTruth(truth: SchemaTruth): SchemaReport {
  const { verdict, migrations, records, differences } = truth;
  return {
    verdict,
    migrations: migrations.map(({ tag, state, absent }) => ({
      tag,
      state,
      absent: absent.map(nameOf),
    })),
    records,
    differences: differences.map(describeDifference),
  };
}

const madeBy = new Map(manifest.objects.map((object) => [addressOf(object), object.migration]));

function describeDifference(difference: Difference): DifferenceReport {
  const { kind, object, actual, weight, isMendable, statement } = difference;
  const { type, schema, table, name, definition } = object;
  const isExtra = kind === 'extra';
  return {
    kind,
    weight,
    object: nameOf(object),
    type,
    schema,
    table,
    name,
    migration: madeBy.get(addressOf(object)) ?? null,
    expected: isExtra ? null : definition,
    actual: isExtra ? definition : (actual ?? null),
    is_mendable: isMendable,
    statement,
  };
}
