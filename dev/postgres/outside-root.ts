import { chmodSync, mkdirSync } from 'node:fs';

/** Root's place for what another account must reach: anyone may pass through, only root writes. */
const outsideRoot = '/var/lib/burgee-dev';

export function prepareOutsideRoot(): string {
  mkdirSync(outsideRoot, { recursive: true });
  chmodSync(outsideRoot, 0o755);
  return outsideRoot;
}
