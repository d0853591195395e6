import type { DifferenceReport, SchemaReport } from '../../contract/health/schema-report.ts';
import type { AlertFeature } from '../../contract/notifications/alert.ts';
import { watchPolicy } from '../../resource-policy.ts';
import type { Problem } from '../../watchman/problem.ts';
import { atOnce, duringDeployment } from './patience.ts';

const repairIt =
  'Plan a repair under Health in the dashboard (without log-in: /dashboard/emergency), or run "npx burgee repair --plan" and "npx burgee repair", or POST /admin/repair: it makes in one transaction what is missing, and restores flags from what is published.';
const migrateIt =
  'Run "npx burgee migrate --dry-run", then "npx burgee migrate"; docs/schema.md says what each state means.';

/**
 * Tables that are gone, whatever else is not as it should be, and migrations. What follows from a lost
 * table (its columns, keys that refer to it, the state of its migration) is told with it and not again.
 */
export function watchSchema(
  report: SchemaReport,
  features: readonly AlertFeature[],
): readonly Problem[] {
  const pending = tagsIn(report, ['pending']);
  const damage = report.differences.filter(
    ({ weight, migration }) =>
      weight === 'damage' && !(migration !== null && pending.includes(migration)),
  );
  const lost = damage.filter(({ type, kind }) => type === 'table' && kind === 'missing');
  const names = lost.map(({ name }) => name);
  const others = damage.filter((each) => !lost.includes(each) && !followsFrom(each, names));
  return [
    ...tablesProblem(report, lost, features),
    ...objectsProblem(others, report),
    ...migrationsProblem(report, damage),
    ...newerProblem(report),
    ...extrasProblem(report),
  ];
}

const tagsIn = ({ migrations }: SchemaReport, states: readonly string[]): readonly string[] =>
  migrations.filter(({ state }) => states.includes(state)).map(({ tag }) => tag);

const followsFrom = ({ table, expected }: DifferenceReport, lost: readonly string[]): boolean =>
  (table !== null && lost.includes(table)) ||
  lost.some((name) => expected?.match(/ REFERENCES (?:\w+\.)?"?(\w+)/)?.[1] === name);

/** Without one of these nothing can be changed or published. */
const flagTables: readonly string[] = [
  'environments',
  'feature_flags',
  'feature_flag_environments',
  'feature_flag_overrides',
  'segments',
];

function tablesProblem(
  report: SchemaReport,
  lost: readonly DifferenceReport[],
  features: readonly AlertFeature[],
): readonly Problem[] {
  if (lost.length === 0) return [];
  const names = lost.map(({ schema, name }) => (schema === 'public' ? name : `${schema}.${name}`));
  const holdsFlags = names.some((name) => flagTables.includes(name));
  const never = tagsIn(report, ['missing']).map((tag) => `Migration ${tag} was never applied.`);
  return [
    {
      key: 'tables',
      severity: 'critical',
      title: names.length === 1 ? 'A table is missing' : 'Tables are missing',
      environment: null,
      items: names,
      consequence: holdsFlags
        ? 'Flags cannot be changed. The edge goes on serving what was published last.'
        : 'What needs them fails in /admin and in the dashboard. The edge goes on serving what was published last.',
      whatToDo: names.includes('webhooks')
        ? `${repairIt} Webhooks are not restored: make them anew, or restore the table from a backup.`
        : repairIt,
      details: never,
      features: holdsFlags ? features : [],
      patience: atOnce,
    },
  ];
}

/** The application cannot do without them; indexes and the like it can. */
const vital: readonly string[] = ['schema', 'enum', 'column', 'sequence', 'default'];

/** Newer code may have changed them, and take this one's place in a moment. */
function objectsProblem(
  others: readonly DifferenceReport[],
  { verdict }: SchemaReport,
): readonly Problem[] {
  if (others.length === 0) return [];
  const isVital = others.some(({ type, kind }) => vital.includes(type) && kind !== 'extra');
  return [
    {
      key: 'schema',
      severity: isVital ? 'critical' : 'warning',
      title: 'The schema is not as the code expects it',
      environment: null,
      items: others.map(({ kind, object }) => `${object} (${kind})`),
      consequence: isVital
        ? 'What needs them fails in /admin and in the dashboard. The edge goes on serving what was published last.'
        : 'It works on, more slowly or with a rule that nobody keeps.',
      whatToDo: repairIt,
      details: others.slice(0, watchPolicy.listed).map(({ statement }) => statement),
      features: [],
      patience: verdict === 'ahead' ? duringDeployment : atOnce,
    },
  ];
}

/** Those that are not explained by what is missing. */
function migrationsProblem(
  report: SchemaReport,
  damage: readonly DifferenceReport[],
): readonly Problem[] {
  const told = damage.map(({ migration }) => migration);
  const hasRecords = !damage.some(({ name }) => name === '__drizzle_migrations');
  const odd = report.migrations.filter(
    ({ tag, state }) =>
      state !== 'applied' && (hasRecords ? !told.includes(tag) : state === 'pending'),
  );
  const { unknown, future, undated } = report.records;
  const records = [...unknown, ...future, ...undated].map(
    ({ hash }) => `record ${hash?.slice(0, 12) ?? 'without hash'} (unknown)`,
  );
  const items = [...odd.map(({ tag, state }) => `${tag} (${state})`), ...records];
  if (items.length === 0) return [];
  return [
    {
      key: 'migrations',
      severity: 'warning',
      title: 'Migrations are not as the code expects them',
      environment: null,
      items,
      consequence:
        'What is new in this version of the code may fail in /admin and in the dashboard.',
      whatToDo: migrateIt,
      details: [],
      features: [],
      patience: atOnce,
    },
  ];
}

/** While code is deployed, there is some of either age. */
const newerProblem = ({ verdict, records }: SchemaReport): readonly Problem[] =>
  verdict !== 'ahead'
    ? []
    : [
        {
          key: 'newer',
          severity: 'info',
          title: 'The database was migrated by newer code',
          environment: null,
          items: records.newer.map(
            ({ when }) => `migration of ${new Date(when ?? 0).toISOString()}`,
          ),
          consequence: 'This version of the code does not know what is new there.',
          whatToDo:
            'Deploy the newer code, or take its migrations back with "npx burgee rollback".',
          details: [],
          features: [],
          patience: duringDeployment,
        },
      ];

const extrasProblem = ({ differences, verdict }: SchemaReport): readonly Problem[] => {
  if (verdict === 'ahead') return [];
  const extras = differences.filter(({ weight }) => weight === 'notice');
  if (extras.length === 0) return [];
  return [
    {
      key: 'extras',
      severity: 'info',
      title: 'The database holds what the code does not expect',
      environment: null,
      items: extras.map(({ object }) => object),
      consequence: 'None for Burgee.',
      whatToDo:
        'Where nobody put it there on purpose, ask who did: Health in the dashboard and GET /admin/schema have the statements.',
      details: [],
      features: [],
      patience: atOnce,
    },
  ];
};
