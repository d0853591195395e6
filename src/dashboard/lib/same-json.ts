/** Whether two JSON values say the same, whatever the order of their properties. */
export function sameJson(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (!isContainer(one) || !isContainer(other)) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [names, others] = [namesOf(one), namesOf(other)];
  return names.length === others.length && names.every((name) => sameJson(one[name], other[name]));
}

type Container = Readonly<Record<string, unknown>>;

const isContainer = (value: unknown): value is Container =>
  typeof value === 'object' && value !== null;

/** An absent property and one that is undefined are the same in JSON. */
const namesOf = (value: Container): string[] =>
  Object.keys(value).filter((name) => value[name] !== undefined);
