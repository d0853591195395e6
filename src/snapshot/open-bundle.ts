import { isRecord } from '../engine/is-record.ts';
import bundle from './bundle.json' with { type: 'json' };
import { isSound, type PublishedSnapshot } from './format.ts';

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
