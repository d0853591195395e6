/** Makes a thing unless its owner has made one under that key before, which is then given again. */
export type Once = <Made>(owner: object, key: string, make: () => Made) => Made;

/** A space of keys of its own. In it, an owner has to make things of one type. */
export function makeOnce(): Once {
  const owners = new Map<object, Map<string, unknown>>();
  return <Made>(owner: object, key: string, make: () => Made): Made => {
    const things = owners.get(owner) ?? new Map<string, unknown>();
    owners.set(owner, things);
    if (!things.has(key)) things.set(key, make());
    return things.get(key) as Made;
  };
}
