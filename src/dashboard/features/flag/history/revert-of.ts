import type { AuditEntryResource } from '../../../../contract/access/audit.ts';
import { changesOf } from '../../../lib/draft.ts';
import { sideOfEntry } from '../../audit/describe-difference.ts';
import { definitionValues } from '../definition/definition-values.ts';
import type { FlagDetail } from '../flag-query.ts';
import { stateValues } from '../targeting/state-values.ts';

/** A change that would undo another, and what it is made to. */
export interface Revert {
  readonly environment: string | undefined;
  readonly revision: number;
  /** The properties as they are now, and as they would be. */
  readonly from: Readonly<Record<string, unknown>>;
  readonly to: Readonly<Record<string, unknown>>;
}

type Side = Readonly<Record<string, unknown>>;

/** Emergency stops are ended where they are made, with a reason. */
const revertible = /^(flag\.update|flag_state\.(update|switch|import|copy))$/;

/** Undefined where there is nothing to undo: another kind of entry, or all is as it was before it. */
export function revertOf(entry: AuditEntryResource, flag: FlagDetail): Revert | undefined {
  const { environment } = entry;
  if (!revertible.test(entry.action) || !isSide(entry.before) || !isSide(entry.after)) {
    return undefined;
  }
  const [before, after] = [sideOfEntry(entry.before), sideOfEntry(entry.after)];
  const current = currentOf(flag, environment);
  if (!current) return undefined;
  const touched = Object.keys(changesOf<Side>(after, before)).filter(
    (name) => name in current.values,
  );
  const wanted = Object.fromEntries(touched.map((name) => [name, before[name]]));
  const to = changesOf<Side>(current.values, wanted);
  if (Object.keys(to).length === 0) return undefined;
  const from = Object.fromEntries(Object.keys(to).map((name) => [name, current.values[name]]));
  return { environment: environment ?? undefined, revision: current.revision, from, to };
}

interface Current {
  readonly revision: number;
  readonly values: Side;
}

function currentOf(flag: FlagDetail, environment: string | null): Current | undefined {
  if (environment === null) return definitionValues(flag) as unknown as Current;
  const state = flag.environments.find((each) => each.environment === environment);
  if (!state) return undefined;
  const { revision, values } = stateValues(state);
  return { revision, values: { ...values, is_enabled: state.is_enabled } };
}

const isSide = (value: unknown): value is Side =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
