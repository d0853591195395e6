import { isRecord } from '../engine/is-record.ts';
import bundle from './bundle.json' with { type: 'json' };
import { currentFormat, type PublishedSnapshot } from './format.ts';

/** What was deployed with the code. */
export interface Bundle {
  readonly find: (environment: string) => PublishedSnapshot | undefined;
  readonly list: () => readonly PublishedSnapshot[];
}

/**
 * The file `bundle.json`, where `npx burgee bundle` puts it. An isolate
 * answers from it only while neither store, hub nor database can be asked. It is looked at when it is
 * first needed: what is malformed is told once, and counts as not there. Never throws.
 */
export function openBundle(onFault: (error: Error) => void, file: unknown = bundle): Bundle {
  let opened: ReadonlyMap<string, PublishedSnapshot> | undefined;
  const snapshots = () => {
    opened ??= open(onFault, file);
    return opened;
  };
  return {
    find: (environment) => snapshots().get(environment),
    list: () => [...snapshots().values()],
  };
}

function open(onFault: (error: Error) => void, file: unknown) {
  const snapshots = isRecord(file) ? file.snapshots : undefined;
  const list: readonly unknown[] = Array.isArray(snapshots) ? snapshots : [undefined];
  const sound = list.filter(isSound);
  if (sound.length < list.length) {
    const message = `${list.length - sound.length} of its snapshots are malformed: run "npx burgee bundle" and deploy again`;
    onFault(new Error(message));
  }
  return new Map(sound.map((snapshot) => [snapshot.environment, snapshot]));
}

/** As far as the whole depends on it; a flag that is broken disturbs no other. */
function isSound(value: unknown): value is PublishedSnapshot {
  if (!isRecord(value) || value.format !== currentFormat) return false;
  const { environment, version, flags, segments, keys } = value;
  return (
    typeof environment === 'string' &&
    Number.isSafeInteger(version) &&
    [flags, segments].every(Array.isArray) &&
    Array.isArray(keys) &&
    keys.every((key) => isRecord(key) && Array.isArray(key.allowedOrigins))
  );
}
