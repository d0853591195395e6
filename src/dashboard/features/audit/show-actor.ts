const keyActor = /(?:^|\/)key:([0-9a-f-]{36})$/;

/** Of the key that did something, or for which a schedule did it. */
export const keyOfActor = (actor: string): string | undefined => keyActor.exec(actor)?.[1];

/** Who did something: a member by the address, a key by its name, or by the beginning of its id while that is not known. */
export function showActor(actor: string, keyName?: string): string {
  const [kind = '', id = ''] = split(actor, ':');
  if (kind === 'member') return id;
  if (kind === 'key' && keyOfActor(actor)) {
    return keyName === undefined ? `key ${id.slice(0, 8)}…` : `key “${keyName}”`;
  }
  if (kind === 'schedule') return `schedule of ${showActor(split(id, '/')[1] ?? id, keyName)}`;
  return actor;
}

function split(text: string, mark: string): readonly string[] {
  const place = text.indexOf(mark);
  return place < 0 ? [text] : [text.slice(0, place), text.slice(place + 1)];
}
