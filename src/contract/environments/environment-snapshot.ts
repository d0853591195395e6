import * as z from 'zod';
import type { Snapshot } from '../../engine/snapshot.ts';
import { jsonObject } from '../fields/json.ts';

/** What the edge reads of an environment, without its keys. */
export interface SnapshotResource extends Snapshot {
  /** The version whose flags are served; null while those of the rows are. */
  readonly pinned_to: number | null;
}

/** Flags and segments as the engine takes them: docs/evaluation.md. */
export const snapshotResource = z.object({
  environment: z.string(),
  version: z.int(),
  pinned_to: z.int().nullable(),
  flags: z.array(jsonObject),
  segments: z.array(jsonObject),
});
