const dayFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });

/** The day of an instant in the reader's own zone: `31 Jan 2027`. */
export const showDay = (instant: string): string => dayFormat.format(new Date(instant));

const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** An instant in the reader's own zone: `31 Jan 2027, 01:00`. */
export const showInstant = (instant: string): string => format.format(new Date(instant));

/** A day in the reader's own zone, with its year where that is another than now: `Sunday 31 January 2027`. */
export const showWeekday = (day: Date, now: Date): string =>
  day.toLocaleDateString('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(day.getFullYear() !== now.getFullYear() && { year: 'numeric' }),
  });
