/** Freezes a JSON value in place, to the last level, however deep. */
export function deepFreeze(value: unknown): void {
  const seen = new Set<object>();
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next !== 'object' || next === null || seen.has(next)) continue;
    seen.add(Object.freeze(next));
    for (const part of Object.values(next)) waiting.push(part);
  }
}
