import { sameJson } from '../../../lib/same-json.ts';

interface Share {
  readonly variant: string;
  readonly weight: number;
}

const full = 100_000;

/** Shares that sum to 100 %, as equal as thousandths of a percent can be. */
export function equalShares(variants: readonly string[]): Share[] {
  const weight = Math.floor(full / variants.length);
  const rest = full - weight * variants.length;
  return variants.map((variant, place) => ({ variant, weight: weight + (place === 0 ? rest : 0) }));
}

/** One more: as equal as the others while they are, else what they leave. */
export function withAnother(split: readonly Share[], variant: string): Share[] {
  const names = split.map((share) => share.variant);
  if (sameJson(split, equalShares(names))) return equalShares([...names, variant]);
  const taken = split.reduce((sum, { weight }) => sum + weight, 0);
  return [...split, { variant, weight: Math.max(0, full - taken) }];
}
