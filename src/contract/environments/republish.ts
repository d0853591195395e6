import * as z from 'zod';
import { environmentKey } from '../fields/identifier.ts';
import { utcInstant } from '../fields/instant.ts';

export const republishInput = z.strictObject({
  environment: environmentKey,
  /** Whose flags are served from now on; `latest` for those of the rows again. */
  version: z.union(
    [z.int().positive(), z.literal('latest')],
    'expected the number of a version, or "latest"',
  ),
});

export type RepublishInput = z.input<typeof republishInput>;

export interface Republished {
  readonly environment: string;
  /** Under which it is published: higher than any before. */
  readonly version: number;
  /** Whose flags are served; null for those of the rows. */
  readonly pinned_to: number | null;
}

/** What `GET /admin/environments/:environment/versions` answers. */
export interface VersionHistory {
  readonly environment: string;
  /** The newest. */
  readonly version: number;
  readonly pinned_to: number | null;
  /** The newest first. Every version in them can be served again, and no other. */
  readonly versions: readonly PastVersion[];
}

export interface PastVersion {
  readonly version: number;
  /** The last in a row that served the same, each of which was published. */
  readonly last_version: number;
  readonly published_at: string;
  readonly flags: number;
  readonly segments: number;
  /** The last change before it, as far as the audit log has it. */
  readonly change: {
    readonly actor: string;
    readonly action: string;
    readonly target: string;
  } | null;
}

export const republished: z.ZodType<Republished> = z.object({
  environment: z.string(),
  version: z.int(),
  pinned_to: z.int().nullable(),
});

export const versionHistory: z.ZodType<VersionHistory> = z.object({
  environment: z.string(),
  version: z.int(),
  pinned_to: z.int().nullable(),
  versions: z.array(
    z.object({
      version: z.int(),
      last_version: z.int(),
      published_at: utcInstant,
      flags: z.int(),
      segments: z.int(),
      change: z.object({ actor: z.string(), action: z.string(), target: z.string() }).nullable(),
    }),
  ),
});
