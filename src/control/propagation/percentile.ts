/** The least of these that so great a part of them does not exceed; null of none. */
export function percentile(values: readonly number[], part: number): number | null {
  const inOrder = values.toSorted((one, other) => one - other);
  return inOrder[Math.max(0, Math.ceil(part * inOrder.length) - 1)] ?? null;
}
