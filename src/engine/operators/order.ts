/** Whether the attribute may be below, at or above the operand. */
export interface Wanted {
  readonly below: boolean;
  readonly at: boolean;
  readonly above: boolean;
}

export const LESS: Wanted = { below: true, at: false, above: false };
export const LESS_OR_EQUAL: Wanted = { below: true, at: true, above: false };
export const EQUAL: Wanted = { below: false, at: true, above: false };
export const GREATER_OR_EQUAL: Wanted = { below: false, at: true, above: true };
export const GREATER: Wanted = { below: false, at: false, above: true };

export function isWanted(order: number, { below, at, above }: Wanted): boolean {
  if (order < 0) return below;
  return order > 0 ? above : at;
}
