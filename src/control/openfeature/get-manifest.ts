import { asc, eq } from 'drizzle-orm';
import type {
  ManifestFlag,
  OpenfeatureManifest,
} from '../../contract/environments/openfeature-manifest.ts';
import { featureFlags } from '../../db/feature-flags.ts';
import type { Variant } from '../../engine/snapshot.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import type { FlagRow } from '../flags/flag-row.ts';

/**
 * Every flag that is not archived with the type that code will read it as, for the OpenFeature CLI to
 * generate accessors from. Their default is the off variant: what is served when nothing else is.
 */
export async function getManifest({ ctx }: VerbCall): Promise<OpenfeatureManifest> {
  authorise(ctx, 'viewer');
  const flags = await ctx.database.reads
    .select()
    .from(featureFlags)
    .where(eq(featureFlags.status, 'active'))
    .orderBy(asc(featureFlags.key));
  return { flags: flags.map(manifestFlagOf) };
}

function manifestFlagOf({
  key,
  name,
  description,
  kind,
  variants,
  offVariant,
}: FlagRow): ManifestFlag {
  const off = variants.find((variant) => variant.name === offVariant);
  return { key, name, description, type: typeOf(kind, variants), defaultValue: off?.value ?? null };
}

function typeOf(kind: FlagRow['kind'], variants: readonly Variant[]): ManifestFlag['type'] {
  if (kind === 'json') return 'object';
  if (kind !== 'number') return kind;
  return variants.every(({ value }) => Number.isInteger(value)) ? 'integer' : 'float';
}
