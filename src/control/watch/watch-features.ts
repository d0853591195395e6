import { isProduction } from '../../contract/environments/is-production.ts';
import type { AlertFeature } from '../../contract/notifications/alert.ts';
import type { PreparedFlag } from '../../engine/flag/prepared-flag.ts';
import { prepare } from '../../engine/prepare.ts';
import { watchPolicy } from '../../resource-policy.ts';
import type { PublishedSnapshot } from '../../snapshot/format.ts';
import type { Problem } from '../../watchman/problem.ts';
import type { FeatureState, KnownFeature, WatchMemory } from '../../watchman/watch-memory.ts';
import type { PublishedFindings } from './examine-published.ts';
import { atOnce } from './patience.ts';
import type { FlagFacts } from './read-facts.ts';

/** Those that are marked critical; from memory, while the rows cannot be read. */
export function learnFeatures(
  known: readonly KnownFeature[],
  rows: readonly FlagFacts[] | undefined,
  now: number,
): readonly KnownFeature[] {
  if (!rows) return known;
  const found = rows
    .filter(({ isCritical }) => isCritical)
    .map(({ key, name, owner, isArchived }): KnownFeature => {
      const states = known.find((each) => each.key === key)?.states ?? {};
      return { key, name, owner, isArchived, lostAt: null, states };
    });
  const lost = known
    .filter(({ key }) => !rows.some((row) => row.key === key))
    .map((feature) => ({ ...feature, lostAt: feature.lostAt ?? now }))
    .filter(({ lostAt }) => now - lostAt < watchPolicy.missedMilliseconds);
  return [...found, ...lost];
}

export interface JudgedFeatures {
  readonly problems: readonly Problem[];
  /** Environments that could not be looked at. */
  readonly unseen: readonly string[];
  readonly features: readonly KnownFeature[];
  readonly versions: WatchMemory['versions'];
}

/**
 * What users get of critical features, as it is published: what is stopped, off though it was on, damaged,
 * or not there though it was.
 */
export function watchFeatures(
  features: readonly KnownFeature[],
  published: readonly PublishedFindings[],
  versions: WatchMemory['versions'],
): JudgedFeatures {
  let judged: JudgedFeatures = { problems: [], unseen: [], features, versions };
  for (const { environment, snapshot } of published) {
    // KV may answer with an older one than it did elsewhere.
    const isOld = snapshot && snapshot.version < (versions[environment] ?? 0);
    judged =
      snapshot && !isOld && !snapshot.withdrawn
        ? judgeEnvironment(judged, snapshot)
        : { ...judged, unseen: [...judged.unseen, `flags:${environment}:`] };
  }
  return judged;
}

type Condition = 'stopped' | 'off' | 'damaged' | 'missing';

interface Ill {
  readonly feature: KnownFeature;
  readonly condition: Condition;
  readonly why: string;
}

function judgeEnvironment(before: JudgedFeatures, snapshot: PublishedSnapshot): JudgedFeatures {
  const { environment, version } = snapshot;
  const prepared = before.features.length > 0 ? prepare(snapshot) : undefined;
  const served = new Map(snapshot.flags.map((flag) => [flag.key, flag]));
  const features = before.features.map((feature): KnownFeature => {
    const flag = served.get(feature.key);
    if (!flag) return feature;
    const wasOn = flag.on || feature.states[environment]?.wasOn === true;
    const state: FeatureState = { wasOn, isOn: flag.on, isStopped: flag.killed };
    return { ...feature, states: { ...feature.states, [environment]: state } };
  });
  const ill = features.flatMap((feature) =>
    findIllness(feature, environment, {
      isServed: served.has(feature.key),
      damage: prepared?.flags.get(feature.key)?.problem,
    }),
  );
  const problems = conditions.flatMap((condition) =>
    problemOf(
      environment,
      condition,
      ill.filter((each) => each.condition === condition),
    ),
  );
  return {
    ...before,
    features,
    problems: [...before.problems, ...problems],
    versions: { ...before.versions, [environment]: version },
  };
}

const conditions: readonly Condition[] = ['stopped', 'off', 'damaged', 'missing'];

interface Served {
  readonly isServed: boolean;
  readonly damage: PreparedFlag['problem'];
}

/** Nothing of a feature that was never served there. Of one that is missing, what it was before holds on. */
function findIllness(
  feature: KnownFeature,
  environment: string,
  { isServed, damage }: Served,
): readonly Ill[] {
  const state = feature.states[environment];
  if (!state) return [];
  const ill = (condition: Condition, why: string): readonly Ill[] => [{ feature, condition, why }];
  return [
    ...(state.isStopped ? ill('stopped', 'by the emergency stop') : []),
    ...(state.wasOn && !state.isOn ? ill('off', 'it was on') : []),
    ...(isServed && damage !== undefined ? ill('damaged', damage) : []),
    ...missing(feature, isServed).flatMap((why) => ill('missing', why)),
  ];
}

function missing({ lostAt, isArchived }: KnownFeature, isServed: boolean): readonly string[] {
  if (lostAt !== null)
    return [isServed ? 'its row is gone, and it is served still' : 'its row is gone'];
  if (isServed) return [];
  return [isArchived ? 'it was archived' : 'it is not in what is published'];
}

interface Wording {
  readonly is: string;
  readonly consequence: string;
  readonly whatToDo: string;
}

const wordings: Readonly<Record<Condition, Wording>> = {
  stopped: {
    is: 'stopped',
    consequence: 'Everybody is served the off variant, overrides included.',
    whatToDo:
      'Ask its owner whether that is over. Its page in the dashboard ends the stop, or POST /admin/flags/<key>/environments/<environment>/resume.',
  },
  off: {
    is: 'switched off',
    consequence: 'Everybody without an override is served the off variant.',
    whatToDo:
      'Its history in the dashboard, or GET /admin/audit?target=<key>, says who did it. Switch it on again, or take off its mark as critical.',
  },
  damaged: {
    is: 'damaged',
    consequence: 'Everybody is served the off value with an error code.',
    whatToDo:
      'The details say what the engine refuses. Mend the definition, or publish an earlier version: docs/republish.md.',
  },
  missing: {
    is: 'missing',
    consequence: 'Whoever asks gets their own default, or flag_not_found.',
    whatToDo:
      'Restore it on its page in the dashboard (or POST /admin/flags/<key>/restore), repair the database, or publish an earlier version: docs/republish.md. One that is meant to go loses its mark as critical first; one that was deleted is missed for a day.',
  },
};

function problemOf(
  environment: string,
  condition: Condition,
  ill: readonly Ill[],
): readonly Problem[] {
  if (ill.length === 0) return [];
  const { is, consequence, whatToDo } = wordings[condition];
  const [subject, verb] =
    ill.length === 1 ? ['A critical feature', 'is'] : ['Critical features', 'are'];
  const elsewhere = condition === 'off' ? 'info' : 'warning';
  return [
    {
      key: `flags:${environment}:${condition}`,
      severity: isProduction(environment) ? 'critical' : elsewhere,
      title: `${subject} ${verb} ${is} in ${environment}`,
      environment,
      items: ill.map(({ feature }) => feature.key),
      consequence,
      whatToDo,
      details: ill.map(({ feature, why }) => `${feature.key}: ${why}`),
      features: ill.map(({ feature }) => toAlertFeature(feature)),
      patience: atOnce,
    },
  ];
}

export const toAlertFeature = ({ key, name, owner }: KnownFeature): AlertFeature => ({
  key,
  name,
  owner,
});
