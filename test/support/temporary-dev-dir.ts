import { chmodSync, lstatSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from '../../dev/scratch-folder.ts';

export interface TemporaryDevDir {
  readonly path: string;
  /** Also what lies outside it, behind a link. */
  readonly remove: () => void;
}

/** Open to be passed through, as a checkout is, so that root's data stay inside. */
export function temporaryDevDir(): TemporaryDevDir {
  const path = mkdtempSync(join(scratchFolder(), 'burgee-dev-'));
  chmodSync(path, 0o711);
  const postgres = join(path, 'postgres');
  const remove = () => {
    const isLink = lstatSync(postgres, { throwIfNoEntry: false })?.isSymbolicLink();
    if (isLink) rmSync(realpathSync(postgres), { recursive: true });
    rmSync(path, { recursive: true });
  };
  return { path, remove };
}
