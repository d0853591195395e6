import type {
  PastVersion,
  Republished,
  VersionHistory,
} from '../../contract/environments/republish.ts';
import type { Report } from '../command.ts';
import { align, counted, indent, section } from './layout.ts';
import type { Paint } from './paint.ts';

export function republishReport(republished: Republished): Pick<Report, 'document' | 'lines'> {
  return {
    document: { command: 'republish', ...republished },
    lines: (paint) => republishLines(republished, paint),
  };
}

function republishLines({ environment, version, pinned_to }: Republished, paint: Paint) {
  if (pinned_to === null) {
    return [`${paint.good('✓')} ${environment} serves its rows again, as version ${version}.`];
  }
  return [
    `${paint.good('✓')} ${environment} serves what it served as version ${pinned_to}, as version ${version}.`,
    '  Everywhere within a minute. Changes of flags are kept, and served when that ends:',
    `  ${wayBack(environment)}`,
  ];
}

const wayBack = (environment: string) =>
  `npx burgee republish --environment ${environment} --latest`;

export function historyReport(history: VersionHistory): Pick<Report, 'document' | 'lines'> {
  return {
    document: { command: 'republish', ...history },
    lines: (paint) => historyLines(history, paint),
  };
}

function historyLines(history: VersionHistory, paint: Paint): readonly string[] {
  const { environment, version, pinned_to, versions } = history;
  const state =
    pinned_to === null
      ? `is at version ${version} and serves its rows`
      : paint.warning(`is at version ${version} and serves version ${pinned_to}`);
  if (versions.length === 0) return [`${environment} ${state}. Nothing is in its history yet.`];
  const [first] = versions;
  const earlier = versions[1] ?? first;
  return [
    `${environment} ${state}`,
    '',
    ...indent(align(versions.map((each) => versionCells(each, history, paint))), 2),
    ...section(paint.strong('What to do'), [
      ...(pinned_to === null ? [] : [wayBack(environment)]),
      `npx burgee republish --environment ${environment} --version ${earlier?.last_version}`,
    ]),
  ];
}

function versionCells(past: PastVersion, { pinned_to }: VersionHistory, paint: Paint): string[] {
  const { version, last_version, published_at, flags, change } = past;
  const isPinned = pinned_to !== null && pinned_to >= version && pinned_to <= last_version;
  return [
    version === last_version ? `${version}` : `${version}–${last_version}`,
    `${published_at.slice(0, 19).replace('T', ' ')} UTC`,
    counted(flags, 'flag'),
    isPinned ? paint.warning('pinned') : '',
    paint.dim(change ? `${change.action} ${change.target} by ${change.actor}` : ''),
  ];
}
