import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectRoot } from '../../../dev/project-root.ts';
import { scratchFolder } from '../../../dev/scratch-folder.ts';
import { type AccountState, emptyAccount, readState, writeState } from './account-state.ts';

export type StandInAccount = ReturnType<typeof openStandInAccount>;

/** An account of the test's own, the script that stands in for `wrangler`, and a `wrangler.toml`. */
export function openStandInAccount(begin: () => AccountState = emptyAccount) {
  const folder = mkdtempSync(join(scratchFolder(), 'burgee-account-'));
  const file = join(folder, 'account.json');
  const log = `${file}.log`;
  const config = join(folder, 'wrangler.toml');
  copyFileSync(join(projectRoot, 'wrangler.toml'), config);
  const bundle = join(folder, 'src/snapshot/bundle.json');
  mkdirSync(dirname(bundle), { recursive: true });
  const read = () => readState(file);
  /** As when it began, but for what is named. */
  const reset = (changes: Partial<AccountState> = {}) => {
    writeState(file, { ...begin(), ...changes });
    writeFileSync(log, '');
    writeFileSync(bundle, '{ "snapshots": [] }\n');
  };
  reset();
  return {
    folder,
    config,
    /** Beside the code that `wrangler.toml` names. */
    bundle,
    program: join(import.meta.dirname, 'main.ts'),
    // The cache halves the time that the program takes to start.
    env: {
      STAND_IN_ACCOUNT: file,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(folder, 'cache'),
    },
    read,
    /** Every call so far, without what it was given to read. */
    readLog: () => readFileSync(log, 'utf8').split('\n').filter(Boolean),
    reset,
    change: (changes: Partial<AccountState>) => writeState(file, { ...read(), ...changes }),
    close: () => rmSync(folder, { recursive: true }),
  };
}
