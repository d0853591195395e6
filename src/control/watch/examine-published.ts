import { watchPolicy } from '../../resource-policy.ts';
import { type PackedSnapshot, type PublishedSnapshot, unpack } from '../../snapshot/format.ts';
import type { StoredSnapshot } from '../../snapshot/inspect-stored.ts';
import type { SnapshotStore } from '../../snapshot/store.ts';
import { patiently } from '../patiently.ts';
import type { WatchCapabilities } from './watch-capabilities.ts';

/** What is published of one environment. Undefined is a place that did not answer. */
export interface PublishedFindings {
  readonly environment: string;
  readonly kv: StoredSnapshot | undefined;
  readonly hub: StoredSnapshot | undefined;
  /** What the edge reads: that of KV or, where there is none, of the hub. */
  readonly snapshot?: PublishedSnapshot | undefined;
}

interface Places extends Pick<WatchCapabilities, 'hub'> {
  readonly store: Pick<SnapshotStore, 'find'>;
}

/** Never rejects. */
export async function examinePublished(
  { store, hub }: Places,
  environment: string,
): Promise<PublishedFindings> {
  const { publishedMilliseconds } = watchPolicy;
  const find = async () => ({ packed: await store.find(environment) });
  const label = async () => (await hub?.find(environment, Infinity))?.label;
  const [found, kept] = await Promise.all([
    patiently(find(), publishedMilliseconds),
    patiently(
      label().then((each) => ({ label: each })),
      publishedMilliseconds,
    ),
  ]);
  const inKv = found && (await inspect(found.packed, environment));
  const version = kept?.label?.version;
  return {
    environment,
    kv: inKv?.stored,
    hub: kept && {
      environment,
      state: version === undefined ? 'missing' : 'intact',
      version: version ?? 0,
    },
    snapshot: inKv?.snapshot ?? (version ? await readKept({ hub }, environment) : undefined),
  };
}

async function inspect(packed: PackedSnapshot | undefined, environment: string) {
  if (!packed) return { stored: { environment, state: 'missing' as const, version: 0 } };
  const { version } = packed;
  const snapshot = await unpack(packed, environment).catch(() => undefined);
  const state = snapshot ? ('intact' as const) : ('corrupt' as const);
  return { stored: { environment, state, version }, snapshot };
}

/** Only where KV has none, as it is large. */
async function readKept({ hub }: Pick<Places, 'hub'>, environment: string) {
  const read = async () => {
    const packed = (await hub?.find(environment, -Infinity))?.packed;
    return packed && unpack(packed, environment);
  };
  return patiently(read(), watchPolicy.publishedMilliseconds);
}
