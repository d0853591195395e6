import type { Feature } from '../../contract/flags/feature.ts';
import type { Evaluation } from '../../engine/evaluation.ts';
import type { PreparedFlag } from '../../engine/flag/prepared-flag.ts';
import type { Json } from '../../engine/json.ts';

const evaluatedFeature = (flag: PreparedFlag, evaluation: Evaluation): Feature => ({
  flag_key: flag.key,
  name: flag.name,
  is_enabled: isEnabled(flag, evaluation),
  rollout_percentage: flag.rolloutMillipercent / 1000,
  value: evaluation.value,
  variant: evaluation.variant ?? null,
  reason: evaluation.reason,
  ...(evaluation.errorCode === undefined ? {} : { error_code: evaluation.errorCode }),
  version: evaluation.version,
});

const texts = new WeakMap<Evaluation, string>();

/** `Feature` as JSON. Made once: an evaluation is one of the few that its flag was prepared with. */
export function evaluatedText(flag: PreparedFlag, evaluation: Evaluation): string {
  const made = texts.get(evaluation);
  if (made !== undefined) return made;
  const text = JSON.stringify(evaluatedFeature(flag, evaluation));
  texts.set(evaluation, text);
  return text;
}

/** The caller's own default for a flag that does not exist. */
export const defaultFeature = (flagKey: string, value: Json, version: number): Feature => ({
  ...withoutFlag(flagKey, value, version),
  reason: 'DEFAULT',
});

/** The caller's own default, or false, while no snapshot can be had at all. */
export const unavailableFeature = (flagKey: string, fallback: Json | undefined): Feature => ({
  ...withoutFlag(flagKey, fallback === undefined ? false : fallback, 0),
  reason: fallback === undefined ? 'ERROR' : 'DEFAULT',
  error_code: 'PROVIDER_NOT_READY',
});

const withoutFlag = (flagKey: string, value: Json, version: number) => ({
  flag_key: flagKey,
  name: flagKey,
  is_enabled: value !== false && value !== null,
  rollout_percentage: 0,
  value,
  variant: null,
  version,
});

const isEnabled = (flag: PreparedFlag, { value, variant }: Evaluation): boolean =>
  typeof value === 'boolean' ? value : variant !== undefined && variant !== flag.offVariant;
