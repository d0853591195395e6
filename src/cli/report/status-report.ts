import type { EnvironmentState } from '../../control/environments/list-environment-states.ts';
import { describeTruth } from '../../control/schema/describe-truth.ts';
import type { SchemaTruth } from '../../schema/truth.ts';
import type { Report } from '../command.ts';
import { version } from '../project.ts';
import type { Server } from '../server.ts';
import { adviceLines, adviseOn } from './advice.ts';
import { type ToldDifference, tellDifferences, unawaited } from './differences.ts';
import { align, counted, section } from './layout.ts';
import { migrationLines } from './migrations.ts';
import type { Paint } from './paint.ts';
import { recordLines } from './records.ts';
import { verdictLine } from './verdict.ts';

export interface Status {
  readonly server: Server;
  readonly truth: SchemaTruth;
  readonly environments: readonly EnvironmentState[];
  readonly address: string;
}

export function statusReport(status: Status): Pick<Report, 'document' | 'lines'> {
  return { document: documentOf(status), lines: (paint) => linesOf(status, paint) };
}

function documentOf({ server, truth, environments, address }: Status) {
  const { isReplica, isReadOnly, ...named } = server;
  return {
    command: 'status',
    code_version: version,
    server: { address, ...named, is_replica: isReplica, is_read_only: isReadOnly },
    ...describeTruth(truth),
    environments: environments.map(({ key, version, pinnedVersion }) => ({
      key,
      version,
      pinned_to: pinnedVersion,
    })),
    advice: adviseOn(truth),
  };
}

function linesOf(
  { server, truth, environments, address }: Status,
  paint: Paint,
): readonly string[] {
  const told = tellDifferences(unawaited(truth));
  const advice = adviceLines(adviseOn(truth));
  return [
    ...align([
      [paint.strong('Verdict'), verdictLine(truth, paint)],
      [paint.strong('Server'), serverLine(server, address)],
      [paint.strong('Code'), `Burgee ${version}, ${counted(truth.migrations.length, 'migration')}`],
    ]),
    ...section(paint.strong('Migrations'), migrationLines(truth.migrations, paint)),
    ...section(paint.strong('Records'), recordLines(truth, paint)),
    ...section(paint.strong(`Differences: ${tally(told)}`), differenceLines(told, paint)),
    ...section(paint.strong('Pinned'), pinLines(environments, paint)),
    ...section(paint.strong('What to do'), advice),
  ];
}

/** Whoever changes flags there wonders why nobody sees it. */
const pinLines = (environments: readonly EnvironmentState[], paint: Paint): readonly string[] =>
  environments
    .filter(({ pinnedVersion }) => pinnedVersion !== null)
    .map(
      ({ key, pinnedVersion }) =>
        `${paint.warning('!')} ${key} serves version ${pinnedVersion}, whatever is changed, until: npx burgee republish --environment ${key} --latest`,
    );

/** By their places. */
function differenceLines(told: readonly ToldDifference[], paint: Paint): readonly string[] {
  return [...Map.groupBy(told, ({ place }) => place)].flatMap(([place, all]) => [
    paint.strong(place),
    ...all.flatMap(({ weight, sentence, way }) => [
      `  ${weight === 'damage' ? paint.bad('✗') : paint.warning('!')} ${sentence}`,
      ...(way === undefined ? [] : [paint.dim(`      ${way}`)]),
    ]),
  ]);
}

function tally(differences: readonly ToldDifference[]): string {
  const damages = differences.filter(({ weight }) => weight === 'damage').length;
  const notices = differences.length - damages;
  const parts = [
    ...(damages > 0 ? [`${damages} damaging`] : []),
    ...(notices > 0 ? [`${notices} harmless`] : []),
  ];
  return parts.join(', ');
}

function serverLine(server: Server, address: string): string {
  const { version: postgres, database, role, isReplica, isReadOnly } = server;
  const notes = [isReplica ? 'a replica' : '', isReadOnly && !isReplica ? 'read-only' : ''];
  const note = notes.filter((each) => each !== '').map((each) => `, ${each}`);
  return `PostgreSQL ${postgres} at ${address}, database ${database}, role ${role}${note.join('')}`;
}
