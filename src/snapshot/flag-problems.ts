import type { Json } from '../engine/json.ts';
import type { FlagKind } from '../engine/snapshot.ts';
import type { FlagDocuments } from './flag-documents.ts';
import type { FlagSource } from './source.ts';

/** What is wrong with a flag, and where: `['split', 0, 'variant']`. */
export interface FlagProblem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What each part alone cannot know: that they fit together. */
export function findProblems({ flag }: FlagSource, documents: FlagDocuments): FlagProblem[] {
  const names = documents.variants.map(({ name }) => name);
  const isVariant = new Set(names);
  const misses = (name: string, ...path: PropertyKey[]): FlagProblem[] =>
    isVariant.has(name) ? [] : [{ path, message: `there is no variant "${name}"` }];
  return [
    ...repeated(names).map((index) => ({
      path: ['variants', index, 'name'],
      message: `"${names[index]}" is named twice`,
    })),
    ...documents.variants.flatMap(({ value }, index) =>
      fits[documents.kind](value)
        ? []
        : [{ path: ['variants', index, 'value'], message: `expected a ${documents.kind}` }],
    ),
    ...misses(flag.offVariant, 'off_variant'),
    ...documents.split.flatMap((share, index) => misses(share.variant, 'split', index, 'variant')),
    ...repeated(documents.rules.map(({ id }) => id)).map((index) => ({
      path: ['rules', index, 'id'],
      message: 'another rule has this id',
    })),
    ...documents.rules.flatMap((rule, index) =>
      rule.split.flatMap((share, place) =>
        misses(share.variant, 'rules', index, 'split', place, 'variant'),
      ),
    ),
  ];
}

const fits: Readonly<Record<FlagKind, (value: Json) => boolean>> = {
  boolean: (value) => typeof value === 'boolean',
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  json: () => true,
};

/** The places at which an earlier name stands again. */
const repeated = (names: readonly string[]): number[] =>
  names.flatMap((name, index) => (names.indexOf(name) < index ? [index] : []));
