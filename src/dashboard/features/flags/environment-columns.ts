import { isProduction } from '../../../contract/environments/is-production.ts';

interface Listed {
  readonly key: string;
  readonly created_at: string;
}

/** As many switches of a flag as one looks over, and as a browser draws for hundreds of flags at once. */
export const usualColumns = 6;

/**
 * The environments that have a column: those that are chosen; otherwise all of a few, and of many those whose visitors
 * are real and those that have been there longest, as previews come and go.
 */
export function environmentColumns<Environment extends Listed>(
  environments: readonly Environment[],
  chosen: string | undefined,
): readonly Environment[] {
  const keys = chosen?.split(',') ?? [];
  const asked = environments.filter(({ key }) => keys.includes(key));
  if (asked.length > 0) return asked;
  const usual = environments
    .toSorted((one, other) => rank(one).localeCompare(rank(other)))
    .slice(0, usualColumns);
  return environments.filter((each) => usual.includes(each));
}

const rank = ({ key, created_at }: Listed): string =>
  `${isProduction(key) ? 0 : 1} ${created_at} ${key}`;
