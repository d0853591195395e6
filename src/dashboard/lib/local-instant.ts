/**
 * As the browser's field takes it: without zone, to the minute. By the parts of the date, as the offset from UTC is
 * in whole minutes, and zones were not before they had rules: the year that one has typed half of is such a time.
 */
export function toLocal(instant: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return '';
  const date = [padded(at.getFullYear(), 4), padded(at.getMonth() + 1, 2), padded(at.getDate(), 2)];
  return `${date.join('-')}T${padded(at.getHours(), 2)}:${padded(at.getMinutes(), 2)}`;
}

export function fromLocal(local: string): string | undefined {
  const at = new Date(local);
  return local === '' || Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

const padded = (part: number, length: number): string => String(part).padStart(length, '0');
