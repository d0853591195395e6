/** Whether a text has every word of a search, whatever their case and order. */
export function hasWords(text: string, search: string | undefined): boolean {
  const words = (search ?? '').toLowerCase().split(/\s+/);
  const lower = text.toLowerCase();
  return words.every((word) => lower.includes(word));
}
