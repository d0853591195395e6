import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../dev/project-root.ts';
import { scratchFolder } from '../../../dev/scratch-folder.ts';
import { type AccountState, emptyAccount, readState, writeState } from './account-state.ts';

export type StandInAccount = ReturnType<typeof openStandInAccount>;

/** An account of the test's own, the script that stands in for `wrangler`, and a `wrangler.toml`. */
export function openStandInAccount() {
  const folder = mkdtempSync(join(scratchFolder(), 'burgee-account-'));
  const file = join(folder, 'account.json');
  const config = join(folder, 'wrangler.toml');
  copyFileSync(join(projectRoot, 'wrangler.toml'), config);
  writeState(file, emptyAccount());
  return {
    folder,
    config,
    program: join(import.meta.dirname, 'main.ts'),
    env: { STAND_IN_ACCOUNT: file },
    read: () => readState(file),
    change: (changes: Partial<AccountState>) =>
      writeState(file, { ...readState(file), ...changes }),
    close: () => rmSync(folder, { recursive: true }),
  };
}
