import type { DifferenceReport, RecordReport, SchemaReport } from '../../contract/schema-report.ts';
import { addressOf, nameOf } from '../../schema/catalog/catalog.ts';
import type { Difference } from '../../schema/drift/difference.ts';
import { manifest } from '../../schema/manifest.ts';
import type { MigrationRecord } from '../../schema/migrations/records.ts';
import type { SchemaTruth } from '../../schema/truth.ts';

export function describeTruth(truth: SchemaTruth): SchemaReport {
  const { verdict, migrations, records, differences } = truth;
  return {
    verdict,
    migrations: migrations.map(({ absent, ...judged }) => ({
      ...judged,
      absent: absent.map(nameOf),
    })),
    records: {
      unknown: records.unknown.map(describeRecord),
      newer: records.newer.map(describeRecord),
      future: records.future.map(describeRecord),
      repeated: records.repeated.map(describeRecord),
    },
    differences: differences.map(describeDifference),
  };
}

function describeRecord({ hash, when }: MigrationRecord): RecordReport {
  const date = new Date(when ?? Number.NaN);
  const isDate = !Number.isNaN(date.getTime());
  return { hash, when: isDate ? date.toISOString() : when === null ? null : String(when) };
}

const madeBy = new Map(
  manifest.objects.map((object) => [addressOf(object), object.migration ?? undefined]),
);

function describeDifference(difference: Difference): DifferenceReport {
  const { object, kind, weight, actual, isMendable, statement } = difference;
  const migration = madeBy.get(addressOf(object));
  const expected = kind === 'extra' ? '' : object.definition;
  return {
    object: nameOf(object),
    kind,
    weight,
    ...(expected === '' ? {} : { expected }),
    ...(actual === undefined ? {} : { actual }),
    ...(migration === undefined ? {} : { migration }),
    mendable: isMendable,
    statement,
  };
}
