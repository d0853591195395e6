const idLength = 36;

/** Who did something: a member by the address, a key by the beginning of its id. */
export const showActor = (actor: string): string =>
  actor.startsWith('member:')
    ? actor.slice('member:'.length)
    : actor.startsWith('key:') && actor.length > idLength
      ? `key ${actor.slice(4, 12)}…`
      : actor;
