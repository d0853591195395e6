import { beforeEach, expect, it } from 'vitest';
import { publishToBoth } from '../../src/hub/publish-to-both.ts';
import { type PackedSnapshot, pack } from '../../src/snapshot/format.ts';
import { sampleEnvironment } from '../support/edge.ts';
import { testHub } from '../support/hub.ts';
import { memorySnapshotStore } from '../support/memory-snapshot-store.ts';

const hub = testHub();
const unreachable = {
  ...hub,
  findLabel: () => Promise.reject(new Error('hub gone')),
  publish: () => Promise.reject(new Error('hub gone')),
};
const failing = {
  ...memorySnapshotStore(),
  findLabel: () => Promise.reject(new Error('store gone')),
  put: () => Promise.reject(new Error('store gone')),
};

let environment: string;
let versions: PackedSnapshot[];
let store: ReturnType<typeof memorySnapshotStore>;
let logged: string[];

const both = (from = store, to: typeof hub = hub) =>
  publishToBoth({ store: from, hub: to, logError: (message) => logged.push(message) });
const at = (version: number) => versions[version] ?? expect.fail();

beforeEach(async () => {
  const { snapshot } = await sampleEnvironment({ flags: [] });
  ({ environment } = snapshot);
  versions = await Promise.all([0, 1, 2, 3].map((version) => pack({ ...snapshot, version })));
  store = memorySnapshotStore();
  logged = [];
});

it('writes both', async () => {
  await both().put(environment, at(1));
  expect(await store.find(environment)).toEqual(at(1));
  expect(await hub.find(environment, 0)).toMatchObject({ packed: at(1) });
  expect(logged).toEqual([]);
});

it('writes the store when the hub is out of reach, and logs that', async () => {
  await both(store, unreachable).put(environment, at(1));
  expect(await store.find(environment)).toEqual(at(1));
  expect(await both(store, unreachable).findLabel(environment)).toMatchObject({ version: 1 });
  expect(logged).toHaveLength(2);
});

it('writes the hub when the store fails, and says so', async () => {
  await expect(both(failing).put(environment, at(1))).rejects.toThrow('store gone');
  expect(await hub.find(environment, 0)).toMatchObject({ packed: at(1) });
  expect(await both(failing).findLabel(environment)).toMatchObject({ version: 1 });
});

it('knows nothing when neither can be asked', async () => {
  await expect(both(failing, unreachable).findLabel(environment)).rejects.toThrow('store gone');
});

it.each([
  [1, 2],
  [2, 1],
])('goes by the newer of version %d in the store and %d in the hub', async (stored, kept) => {
  await store.put(environment, at(stored));
  await hub.publish(environment, at(kept));
  expect(await both().findLabel(environment)).toMatchObject({ checksum: at(2).checksum });
});

it('takes neither content where one version has two', async () => {
  await store.put(environment, { ...at(1), checksum: 'another' });
  await hub.publish(environment, at(1));
  expect(await both().findLabel(environment)).toMatchObject({ version: 1, checksum: '' });
});
