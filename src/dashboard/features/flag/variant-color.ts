const colors = [
  'sea.6',
  'grape.5',
  'orange.5',
  'lime.6',
  'indigo.5',
  'pink.5',
  'yellow.5',
  'cyan.5',
];

interface Variants {
  readonly variants: readonly { readonly name: string }[];
  readonly off_variant: string;
}

/** The same variant has the same colour wherever it is shown; the off variant is grey. */
export function variantColor({ variants, off_variant }: Variants, name: string): string {
  if (name === off_variant) return 'gray.6';
  const others = variants.filter((variant) => variant.name !== off_variant);
  const place = others.findIndex((variant) => variant.name === name);
  return colors[Math.max(0, place) % colors.length] ?? 'gray.5';
}
