import { readFileSync } from 'node:fs';
import { compileBundle } from '../../control/compile-bundle.ts';
import { bundlePathOf, bundleTextOf, readBundledCounts, writeBundle } from '../bundle-file.ts';
import { contextOf } from '../context.ts';
import { counted } from '../report/layout.ts';
import { asidePathOf, putAside, takeBack } from './bundle-aside.ts';
import type { Tools } from './course.ts';
import { type Noted, noted } from './diary.ts';

/**
 * What is built meanwhile has the flags of now with it. The file is then as it was: git has it, and it may have
 * been made by hand. Where there is no newer bundle that does not stop a deployment, and is said.
 */
export async function withNewestBundle<Result>(
  tools: Tools,
  build: () => Promise<Result>,
): Promise<Result> {
  const { path, aside } = placesOf(tools);
  await tools.diary.step('bundle', 'the flags that are served now', () =>
    bundle(tools, path, aside),
  );
  const putBack = () => putBundleBack(tools);
  // Whoever interrupts twice ends the process.
  process.once('exit', putBack);
  try {
    return await build();
  } finally {
    process.off('exit', putBack);
    putBack();
  }
}

/** As it was before a deployment, also one that was killed. */
export function putBundleBack(tools: Tools): void {
  const { path, aside } = placesOf(tools);
  takeBack(aside, path);
}

const placesOf = ({ settings, config }: Tools) => ({
  path: bundlePathOf(settings.configPath, config),
  aside: asidePathOf(settings.configPath),
});

async function bundle(
  { call, diary }: Tools,
  path: string,
  aside: string,
): Promise<Noted<undefined>> {
  try {
    const before = readFileSync(path, 'utf8');
    const snapshots = await compileBundle({ ctx: contextOf(call), input: {} });
    if (snapshots.length === 0) return kept(path, 'Nothing is published yet.');
    putAside(aside, before, bundleTextOf(snapshots));
    const bytes = writeBundle(path, snapshots, { only: undefined, mayCollapse: false });
    const flags = snapshots.reduce((sum, each) => sum + each.flags.length, 0);
    const what = `${counted(flags, 'flag')} of ${counted(snapshots.length, 'environment')}`;
    return noted(`${what}, ${bytes.toLocaleString('en')} bytes`);
  } catch (error) {
    return kept(path, diary.explain(error).message);
  }
}

function kept(path: string, why: string): Noted<undefined> {
  const flags = [...readBundledCounts(path).values()].reduce((sum, count) => sum + count, 0);
  const what = flags > 0 ? `${counted(flags, 'flag')} of the bundle before` : 'no flags';
  return { result: undefined, isLeft: true, summary: `${why} The version has ${what} with it` };
}
