import { resolve } from 'node:path';
import { compileBundle } from '../../control/compile-bundle.ts';
import { type BundledSnapshots, bundlePath, writeBundle } from '../bundle-file.ts';
import type { FilesCall, Report } from '../command.ts';
import { contextOf } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { onDatabase } from '../on-database.ts';
import { bundleReport } from '../report/bundle-report.ts';

export async function run(call: FilesCall): Promise<Report> {
  const { out, empty, force, environment } = call.given;
  const path = typeof out === 'string' ? resolve(out) : bundlePath;
  const snapshots = empty ? [] : await compileSnapshots(call);
  const mayCollapse = Boolean(empty || force);
  const bytes = writeBundle(path, snapshots, { only: environment, mayCollapse });
  return {
    exitCode: exitCodes.ok,
    ...bundleReport({ path, bytes, snapshots: describe(snapshots) }),
  };
}

function compileSnapshots({ given, around }: FilesCall): Promise<BundledSnapshots> {
  const { environment } = given;
  const input = typeof environment === 'string' ? { environment } : {};
  return onDatabase(given, around, (call) => compileBundle({ ctx: contextOf(call), input }));
}

const describe = (snapshots: BundledSnapshots) =>
  snapshots.map(({ environment, version, flags, keys }) => ({
    environment,
    version,
    flags: flags.length,
    keys: keys.length,
  }));
