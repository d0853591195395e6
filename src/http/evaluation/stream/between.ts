/** A whole number at random, of these two at the least and at the most. */
export const between = ({
  least,
  most,
}: {
  readonly least: number;
  readonly most: number;
}): number => least + Math.floor(Math.random() * (most - least + 1));
