const full = 100_000;

/** Shares that sum to 100 %, as equal as thousandths of a percent can be. */
export function equalShares(variants: readonly string[]) {
  const weight = Math.floor(full / variants.length);
  const rest = full - weight * variants.length;
  return variants.map((variant, place) => ({ variant, weight: weight + (place === 0 ? rest : 0) }));
}
