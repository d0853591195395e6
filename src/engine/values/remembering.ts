/**
 * Reads a value and keeps the last reading, since many rules ask the same of one context. A list
 * may be changed by its owner, so it counts as the same only while its entries are.
 */
export function remembering<Value, Reading>(
  read: (value: Value) => Reading,
): (value: Value) => Reading {
  let last: unknown = NOTHING;
  let reading: Reading;
  return (value) => {
    if (!isSame(value, last)) {
      reading = read(value);
      last = Array.isArray(value) ? entriesOf(value) : value;
    }
    return reading;
  };
}

/** The same as no value. */
const NOTHING = Symbol('nothing');

/** Reads a list by its indices alone, whatever else it has been given. */
export function entriesOf(list: readonly unknown[]): readonly unknown[] {
  return Array.from({ length: list.length }, (_, index) => list[index]);
}

function isSame(value: unknown, last: unknown): boolean {
  if (value === last) return true;
  if (!Array.isArray(value) || !Array.isArray(last) || value.length !== last.length) return false;
  for (let index = 0; index < last.length; index += 1) {
    if (!Object.is(value[index], last[index])) return false;
  }
  return true;
}
