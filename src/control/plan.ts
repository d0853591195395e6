import canonicalize from 'canonicalize';
import type { PlannedChange, PropertyChange } from '../contract/fields/plan.ts';
import { sha256Hex } from '../contract/fields/sha256.ts';
import type { Json } from '../engine/json.ts';
import { ControlError } from './errors.ts';

type Properties = Readonly<Record<string, unknown>>;

/** Property by property, in the order of `to`; what is equal as JSON is left out. */
export function findChanges(from: Properties | undefined, to: Properties): PropertyChange[] {
  return Object.keys(to).flatMap((property) => {
    const [before, after] = [asJson(from?.[property]), asJson(to[property])];
    if (from && isSame(before, after)) return [];
    return [{ property, from: before, to: after }];
  });
}

const asJson = (value: unknown): Json => (value ?? null) as Json;

/** Whatever the order of their properties. */
export const isSame = (left: unknown, right: unknown): boolean =>
  canonicalize(left) === canonicalize(right);

/** Names what would be done, and from what to what: another state of the rows is another plan. */
export const hashPlan = (environment: string, changed: readonly PlannedChange[]): Promise<string> =>
  sha256Hex(canonicalize({ environment, changed }) ?? '');

/** Throws unless the caller has seen this plan, or wants it whatever it is. */
export function assertPlanned(plan: string, seen: string | undefined): void {
  if (seen === '*' || seen === plan) return;
  if (seen === undefined) {
    throw new ControlError(
      'plan_required',
      'Ask with dry_run first, and send plan_hash of the answer; or "*" to do it unseen.',
    );
  }
  throw new ControlError(
    'plan_changed',
    'Something was changed after you looked, so other things would be done now. Nothing was. Ask with dry_run once more.',
  );
}
