import type { Problem } from '../../contract/errors/problem.ts';
import { problemsOf } from '../../contract/errors/zod-problems.ts';
import { adminLimits, findExcess, maxBulkRows } from '../../contract/fields/limits.ts';
import { type OverrideEntry, overrideEntry } from '../../contract/flags/override-bulk.ts';
import { ControlError } from '../errors.ts';
import { parseCsv } from './override-csv.ts';
import type { RawEntries, RawEntry } from './raw-entries.ts';

/** A file of overrides as it was sent. */
export type OverrideFile = { readonly csv: string } | { readonly json: unknown };

export interface JudgedEntry extends OverrideEntry {
  readonly place: string;
}

/** As many problems as a person mends before trying again. */
const mostNamed = 100;

/** Judges every row by itself, and against the others. */
export function judgeEntries(
  file: OverrideFile,
  { flag, now }: { flag?: string | undefined; now: Date },
) {
  const raw = 'csv' in file ? parseCsv(file.csv) : asEntries(file.json);
  const problems = [...raw.problems];
  const entries = new Map<string, JudgedEntry>();
  if (raw.entries.length > maxBulkRows) {
    throw refuse([
      { path: '', message: `expected at most ${maxBulkRows} rows; send several files` },
    ]);
  }
  if (raw.entries.length + problems.length === 0) {
    throw refuse([{ path: '', message: 'expected at least one row' }]);
  }
  for (const each of raw.entries) {
    const judged = judgeEntry(each, now);
    if (Array.isArray(judged)) {
      problems.push(...judged);
      continue;
    }
    const key = entryKey(judged);
    const twin = entries.get(key);
    if (twin) problems.push({ path: each.place, message: `is for the same as ${twin.place}` });
    else if (flag !== undefined && judged.flag !== flag) {
      problems.push({ path: `${each.place}.flag`, message: `expected ${flag}, as the query says` });
    } else entries.set(key, judged);
  }
  return { entries, problems };
}

/** The same for rows and for what they are to become. */
export const entryKey = ({
  flag,
  scope,
  subject,
}: Pick<OverrideEntry, 'flag' | 'scope' | 'subject'>) => JSON.stringify([flag, scope, subject]);

/** Throws `invalid_input` where there are any: names the first of them, and counts them all. */
export function assertNone(problems: readonly Problem[]): void {
  if (problems.length > 0) throw refuse(problems);
}

function refuse(problems: readonly Problem[]): ControlError {
  const named = problems.slice(0, mostNamed);
  const texts = named.map(({ path, message }) => (path ? `${path}: ${message}` : message));
  const more = problems.length - named.length;
  const rest = more > 0 ? `; and ${more} more` : '';
  return new ControlError(
    'invalid_input',
    `Nothing was changed. ${texts.join('; ')}${rest}`,
    named,
  );
}

const asEntries = (json: unknown): RawEntries =>
  Array.isArray(json)
    ? { entries: json.map((entry, index) => ({ place: `[${index}]`, entry })), problems: [] }
    : { entries: [], problems: [{ path: '', message: 'expected a list of overrides' }] };

function judgeEntry({ place, entry }: RawEntry, now: Date): JudgedEntry | Problem[] {
  const excess = findExcess(entry, adminLimits);
  if (excess) return [{ path: place, message: excess }];
  const parsed = overrideEntry.safeParse(entry);
  if (!parsed.success) {
    return problemsOf(parsed.error).map(({ path, message }) => ({
      path: path ? `${place}.${path}` : place,
      message,
    }));
  }
  const { expires_at: expiresAt } = parsed.data;
  if (expiresAt !== null && Date.parse(expiresAt) <= now.getTime()) {
    return [{ path: `${place}.expires_at`, message: 'expected an instant that is to come' }];
  }
  return {
    ...parsed.data,
    expires_at: expiresAt === null ? null : new Date(expiresAt).toISOString(),
    place,
  };
}
