import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isCollapse } from '../contract/environments/is-collapse.ts';
import type { compileBundle } from '../control/compile-bundle.ts';
import { deploymentPolicy } from '../resource-policy.ts';
import type { Given } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { FailureError } from './failure.ts';
import { projectRoot } from './project.ts';
import type { WranglerConfig } from './wrangler-config.ts';

export type BundledSnapshots = Awaited<ReturnType<typeof compileBundle>>;

/** What `wrangler deploy` embeds. */
export const bundlePath = join(projectRoot, 'src/snapshot/bundle.json');

/** Beside the code that a `wrangler.toml` names. */
export const bundlePathOf = (configPath: string, { main }: Pick<WranglerConfig, 'main'>): string =>
  join(dirname(configPath), dirname(main), 'snapshot/bundle.json');

/** Flags by environment; nothing where there is no such file, or it is none of ours. */
export function readBundledCounts(path: string): ReadonlyMap<string, number> {
  try {
    const { snapshots }: { snapshots: readonly Snapshot[] } = JSON.parse(
      readFileSync(path, 'utf8'),
    );
    return new Map(snapshots.map(({ environment, flags }) => [environment, flags.length]));
  } catch {
    return new Map();
  }
}

interface Snapshot {
  readonly environment: string;
  readonly flags: readonly unknown[];
}

export interface BundleChoice {
  /** The environment that alone is bundled; undefined where all are. */
  readonly only: Given[string] | undefined;
  /** Also where most flags of the bundle before are not in it. */
  readonly mayCollapse: boolean;
}

/** Returns how many bytes it has. Throws where it cannot be, and the one that was there stays. */
export function writeBundle(
  path: string,
  snapshots: BundledSnapshots,
  { only, mayCollapse }: BundleChoice,
): number {
  const text = bundleTextOf(snapshots);
  const bytes = Buffer.byteLength(text);
  if (bytes > deploymentPolicy.bundleBytes) throw tooLarge(bytes, snapshots);
  if (!mayCollapse) keepFromCollapse(readBundledCounts(path), snapshots, only);
  replaceBundle(path, text);
  return bytes;
}

/** A line a snapshot. */
export const bundleTextOf = (snapshots: BundledSnapshots): string =>
  snapshots.length === 0
    ? '{ "snapshots": [] }\n'
    : `{ "snapshots": [\n${snapshots.map((each) => JSON.stringify(each)).join(',\n')}\n] }\n`;

/** Throws where the last copy of what tables have lost would be overwritten. */
function keepFromCollapse(
  before: ReadonlyMap<string, number>,
  snapshots: BundledSnapshots,
  only: Given[string] | undefined,
): void {
  for (const [environment, had] of before) {
    if (only !== undefined && only !== environment) continue;
    const has = snapshots.find((each) => each.environment === environment)?.flags.length ?? 0;
    if (!isCollapse(had, has)) continue;
    throw new FailureError({
      code: 'bundle_withheld',
      exitCode: exitCodes.unsound,
      message: `${environment} has ${has} flags, and ${had} in the bundle that is there. That stays as it is.`,
      wayOut: 'If rows were lost: npx burgee repair. If it is meant: npx burgee bundle --force',
    });
  }
}

/** The bundle that was there stays whole until the new one is. */
export function replaceBundle(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw notWritten(path, error);
  }
}

const notWritten = (path: string, error: unknown) =>
  new FailureError({
    code: 'not_written',
    exitCode: exitCodes.unsound,
    message: `${path} could not be written: ${error instanceof Error ? error.message : error}. It is as it was.`,
    wayOut: 'Look at the rights of its folder and the room on its disk.',
  });

function tooLarge(bytes: number, snapshots: BundledSnapshots): FailureError {
  const sizes = snapshots.map((each) => `${each.environment} ${JSON.stringify(each).length}`);
  return new FailureError({
    code: 'bundle_too_large',
    exitCode: exitCodes.unsound,
    message: `The bundle would have ${bytes} bytes, more than ${deploymentPolicy.bundleBytes}: ${sizes.join(', ')}. The one that is there stays as it is.`,
    wayOut: 'Bundle what matters most: npx burgee bundle --environment production',
  });
}
