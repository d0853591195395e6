import type { HeldBack, SurvivingSnapshot, UnresolvedItem } from '../../contract/health/repair.ts';
import type { Loss } from './loss.ts';

/** What a person sends to have everything back that is published. */
const wayBack = 'POST /admin/repair with {"restore_flags":true}';

/** What is published, and how much of it the database has lost. */
export const describeSurvivor = (loss: Loss): SurvivingSnapshot => ({
  environment: loss.environment.key,
  version: loss.snapshot.version,
  flags: loss.snapshot.flags.length,
  overrides: loss.snapshot.flags.reduce((sum, { overrides }) => sum + overrides.length, 0),
  segments: loss.snapshot.segments.length,
  keys: loss.snapshot.keys.length,
  lost: {
    flags: loss.flags.length,
    overrides: loss.overrides.length,
    segments: loss.segments.length,
    keys: loss.keys.length,
  },
  restore: wayBack,
});

export const heldBack = ({ environment }: Loss): HeldBack => ({
  environment: environment.key,
  reason: 'the edge still serves what the database has lost; publishing would take it away',
});

/** The offer, as an item that nobody can miss. */
export function offerOf(loss: Loss): UnresolvedItem {
  const { environment, snapshot } = loss;
  const lost = Object.entries(describeSurvivor(loss).lost)
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${count} ${what}`);
  return {
    object: `flags of ${environment.key}`,
    reason: `the database has lost ${lost.join(', ') || 'this environment'}; version ${snapshot.version}, which is published, still has them. Until this is decided, a repair neither seeds flags nor publishes this environment. To let go of them instead: ${wayOut(loss)}`,
    statement: wayBack,
  };
}

/** Warming publishes only environments that the database knows. */
const wayOut = ({ environment, isUnknown }: Loss) =>
  isUnknown
    ? `POST /admin/warm?force=true, and where the database is to know no ${environment.key}: npx wrangler kv key delete --binding SNAPSHOTS --remote snapshot:${environment.key}`
    : 'POST /admin/warm?force=true';
