import { createFlag } from '../../src/control/flags/create-flag.ts';
import { putOverride } from '../../src/control/overrides/put-override.ts';
import { unpack } from '../../src/snapshot/format.ts';
import { memorySnapshotStore } from '../support/memory-snapshot-store.ts';
import { contextFor } from './context.ts';
import type { DirectDatabase } from './direct-database.ts';

/** What the application is there for: a new flag with an override, published. Throws where it fails. */
export async function smoke(database: DirectDatabase): Promise<void> {
  const store = memorySnapshotStore();
  const ctx = contextFor(database, store);
  await createFlag({ ctx, input: { key: 'smoke.test' } });
  const place = {
    environment: 'production',
    flag: 'smoke.test',
    scope: 'user',
    subject: 'ada',
  } as const;
  const override = { variant: 'on' };
  await putOverride({ ctx, input: { ...place, expectedRevision: undefined, override } });
  const packed = await store.find('production');
  if (!packed) throw new Error('nothing was published');
  const { flags } = await unpack(packed, 'production');
  const flag = flags.find(({ key }) => key === 'smoke.test');
  if (flag?.overrides.length !== 1) throw new Error('the flag came out without its override');
}
