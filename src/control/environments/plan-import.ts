import type {
  DocumentFlag,
  DocumentOverride,
  DocumentSegment,
  EnvironmentDocument,
} from '../../contract/environments/environment-document.ts';
import type { PlannedChange, PropertyChange } from '../../contract/fields/plan.ts';
import { findChanges, isSame } from '../plan.ts';

/** What becomes of one flag. Each part is empty where it stays as it is. */
export interface FlagImport {
  readonly before: DocumentFlag | undefined;
  readonly after: DocumentFlag;
  readonly definition: readonly PropertyChange[];
  readonly state: readonly PropertyChange[];
  readonly overrides: readonly OverrideChange[];
}

interface OverrideChange {
  readonly before: DocumentOverride | undefined;
  /** Undefined where it is taken away. */
  readonly after: DocumentOverride | undefined;
}

interface SegmentImport {
  readonly before: DocumentSegment | undefined;
  readonly after: DocumentSegment;
  readonly changes: readonly PropertyChange[];
}

export interface ImportPlan {
  readonly flags: readonly FlagImport[];
  readonly segments: readonly SegmentImport[];
}

interface Import {
  readonly present: EnvironmentDocument;
  readonly wanted: EnvironmentDocument;
  readonly mode: 'merge' | 'replace';
  /** The state of a flag that nobody has decided anything about. */
  readonly beginning: (flag: DocumentFlag) => DocumentFlag['state'];
}

/** What has to be changed for the environment to be as the document says. Pure. */
export function planImport({ present, wanted, mode, beginning }: Import): ImportPlan {
  const flags = new Map(present.flags.map((flag) => [flag.key, flag]));
  const segments = new Map(present.segments.map((segment) => [segment.key, segment]));
  const named = new Set(wanted.flags.map(({ key }) => key));
  const unnamed = mode === 'replace' ? present.flags.filter(({ key }) => !named.has(key)) : [];
  return {
    flags: [
      ...wanted.flags.map((flag) => planFlag(flags.get(flag.key), settled(flag, flags, mode))),
      ...unnamed.map((flag) =>
        planFlag(flag, { ...flag, state: flag.state && beginning(flag), overrides: [] }),
      ),
    ].filter(isChange),
    segments: wanted.segments
      .map((after) => planSegment(segments.get(after.key), after))
      .filter(({ changes }) => changes.length > 0),
  };
}

const isChange = ({ definition, state, overrides }: FlagImport): boolean =>
  definition.length + state.length + overrides.length > 0;

/** The flag as it will be; a merge keeps the overrides that the document does not name. */
function settled(
  flag: DocumentFlag,
  present: ReadonlyMap<string, DocumentFlag>,
  mode: Import['mode'],
): DocumentFlag {
  const before = present.get(flag.key);
  const state = flag.state ?? before?.state ?? null;
  if (mode === 'replace' || !before) return { ...flag, state };
  const named = new Set(flag.overrides.map(nameOf));
  const kept = before.overrides.filter((override) => !named.has(nameOf(override)));
  return { ...flag, state, overrides: [...kept, ...flag.overrides] };
}

function planFlag(before: DocumentFlag | undefined, after: DocumentFlag): FlagImport {
  const { state, overrides, ...definition } = after;
  const { state: stateBefore, overrides: overridesBefore = [], ...definitionBefore } = before ?? {};
  return {
    before,
    after,
    definition: findChanges(before && definitionBefore, definition),
    state: findChanges(stateBefore ?? undefined, state ?? {}),
    overrides: planOverrides(overridesBefore, overrides),
  };
}

function planOverrides(
  before: readonly DocumentOverride[],
  after: readonly DocumentOverride[],
): OverrideChange[] {
  const present = new Map(before.map((each) => [nameOf(each), each]));
  const wanted = new Map(after.map((each) => [nameOf(each), each]));
  return [...new Map([...present, ...wanted]).keys()]
    .map((name) => ({ before: present.get(name), after: wanted.get(name) }))
    .filter((change) => !isSame(change.before, change.after));
}

const planSegment = (before: DocumentSegment | undefined, after: DocumentSegment) => ({
  before,
  after,
  changes: findChanges(before, after),
});

const nameOf = ({ scope, subject }: DocumentOverride): string => `overrides.${scope}.${subject}`;

function describeOverride({ before, after }: OverrideChange): PropertyChange[] {
  const named = after ?? before;
  return named ? [{ property: nameOf(named), from: contentOf(before), to: contentOf(after) }] : [];
}

const contentOf = (override: DocumentOverride | undefined) =>
  override
    ? { variant: override.variant, reason: override.reason, expires_at: override.expires_at }
    : null;

/** As a person reads it, segments first, as flags refer to them. */
export const describeImport = ({ flags, segments }: ImportPlan): PlannedChange[] => [
  ...segments.map(({ before, after, changes }) => ({
    subject: 'segment' as const,
    key: after.key,
    is_new: before === undefined,
    changes: [...changes],
  })),
  ...flags.map(({ before, after, definition, state, overrides }) => ({
    subject: 'flag' as const,
    key: after.key,
    is_new: before === undefined,
    changes: [
      ...definition,
      ...state.map((each) => ({ ...each, property: `state.${each.property}` })),
      ...overrides.flatMap(describeOverride),
    ],
  })),
];
