import * as z from 'zod';

const earliest = Date.UTC(1970, 0, 1);
const latest = Date.UTC(9999, 11, 31);

/** With its zone; within years that every part of the system can write. */
export const instant = z.iso
  .datetime({ offset: true })
  .refine(
    (text) => Date.parse(text) >= earliest && Date.parse(text) <= latest,
    'expected an instant from 1970 to 9999',
  );

/** As answers have it: in UTC, `2026-03-01T12:00:00.000Z`. */
export const utcInstant = z.iso.datetime();
