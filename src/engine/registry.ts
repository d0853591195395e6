/** Joins tables into one. Throws where two of them have the same name. */
export function registry<Entry>(
  ...tables: readonly Readonly<Record<string, Entry>>[]
): ReadonlyMap<string, Entry> {
  const joined = new Map<string, Entry>();
  for (const [name, entry] of tables.flatMap(Object.entries<Entry>)) {
    if (joined.has(name)) throw new Error(`${name} is registered twice`);
    joined.set(name, entry);
  }
  return joined;
}
