import { resolve } from 'node:path';
import { isCollapse } from '../../contract/is-collapse.ts';
import { compileBundle } from '../../control/compile-bundle.ts';
import { deploymentPolicy } from '../../resource-policy.ts';
import { bundlePath, readBundledCounts, replaceBundle } from '../bundle-file.ts';
import type { FilesCall, Given, Report } from '../command.ts';
import { contextOf } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { FailureError } from '../failure.ts';
import { onDatabase } from '../on-database.ts';
import { bundleReport } from '../report/bundle-report.ts';

type Snapshots = Awaited<ReturnType<typeof compileBundle>>;

export async function run(call: FilesCall): Promise<Report> {
  const { out, empty, force } = call.given;
  const path = typeof out === 'string' ? resolve(out) : bundlePath;
  const snapshots = empty ? [] : await compileSnapshots(call);
  const text = textOf(snapshots);
  const bytes = Buffer.byteLength(text);
  if (bytes > deploymentPolicy.bundleBytes) throw tooLarge(bytes, snapshots);
  if (!empty && !force)
    keepFromCollapse(readBundledCounts(path), snapshots, call.given.environment);
  writeBundle(path, text);
  return {
    exitCode: exitCodes.ok,
    ...bundleReport({ path, bytes, snapshots: describe(snapshots) }),
  };
}

function compileSnapshots({ given, around }: FilesCall): Promise<Snapshots> {
  const { environment } = given;
  const input = typeof environment === 'string' ? { environment } : {};
  return onDatabase(given, around, (call) => compileBundle({ ctx: contextOf(call), input }));
}

/** A line a snapshot. */
const textOf = (snapshots: Snapshots): string =>
  snapshots.length === 0
    ? '{ "snapshots": [] }\n'
    : `{ "snapshots": [\n${snapshots.map((each) => JSON.stringify(each)).join(',\n')}\n] }\n`;

const describe = (snapshots: Snapshots) =>
  snapshots.map(({ environment, version, flags, keys }) => ({
    environment,
    version,
    flags: flags.length,
    keys: keys.length,
  }));

/** Throws where the last copy of what tables have lost would be overwritten. */
function keepFromCollapse(
  before: ReadonlyMap<string, number>,
  snapshots: Snapshots,
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

function writeBundle(path: string, text: string): void {
  try {
    replaceBundle(path, text);
  } catch (error) {
    throw new FailureError({
      code: 'not_written',
      exitCode: exitCodes.unsound,
      message: `${path} could not be written: ${error instanceof Error ? error.message : error}. It is as it was.`,
      wayOut: 'Look at the rights of its folder and the room on its disk.',
    });
  }
}

function tooLarge(bytes: number, snapshots: Snapshots): FailureError {
  const sizes = snapshots.map((each) => `${each.environment} ${JSON.stringify(each).length}`);
  return new FailureError({
    code: 'bundle_too_large',
    exitCode: exitCodes.unsound,
    message: `The bundle would have ${bytes} bytes, more than ${deploymentPolicy.bundleBytes}: ${sizes.join(', ')}. The one that is there stays as it is.`,
    wayOut: 'Bundle what matters most: npx burgee bundle --environment production',
  });
}
