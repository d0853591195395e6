import { Text } from '@mantine/core';
import type { FlagDetail } from '../flag-query.ts';

interface StillServedProps {
  readonly flag: FlagDetail;
  /** As they would be. */
  readonly variants: FlagDetail['variants'];
}

/** A variant that is renamed or removed while it is served is refused: says so, and the way, before it is tried. */
export function StillServed({ flag, variants }: StillServedProps) {
  const kept = new Set(variants.map(({ name }) => name));
  return flag.variants
    .filter(({ name }) => !kept.has(name))
    .map(({ name }) => ({ name, places: placesOf(flag, name) }))
    .filter(({ places }) => places.length > 0)
    .map(({ name, places }) => (
      <Text key={name} size="sm" c="orange" role="status">
        {name} is served in {places.join(', ')}, by a rollout or a rule. Add the new variant beside
        it and save, serve that one under Targeting, then remove {name}.
      </Text>
    ));
}

const placesOf = ({ environments }: FlagDetail, name: string): string[] =>
  environments
    .filter(({ split, rules }) => [split, ...rules.map((rule) => rule.split)].some(serves(name)))
    .map(({ environment }) => environment);

const serves = (name: string) => (split: readonly { readonly variant: string }[]) =>
  split.some(({ variant }) => variant === name);
