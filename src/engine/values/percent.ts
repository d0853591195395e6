/** In words, of thousandths of a percent. */
export function formatPercent(millipercent: number): string {
  return `${millipercent / 1_000} %`;
}
