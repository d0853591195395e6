import { afterEach, describe, expect, it } from 'vitest';
import {
  labelOf,
  seriesName,
  usageSeries,
} from '../../src/dashboard/features/usage/usage-series.ts';
import { fromLocal, toLocal } from '../../src/dashboard/lib/local-instant.ts';
import { showWeekday } from '../../src/dashboard/lib/show-instant.ts';

/** What the dashboard makes of instants, wherever its reader is. */
const zone = process.env.TZ;
const stand = (place: string | undefined) => {
  if (place === undefined) delete process.env.TZ;
  else process.env.TZ = place;
};
afterEach(() => stand(zone));

describe.each(['Europe/Berlin', 'Pacific/Auckland', 'America/St_Johns'])('in %s', (place) => {
  it('keeps the time of day while a year is typed digit by digit', () => {
    stand(place);
    expect(new Date(0).getTimezoneOffset()).not.toBe(0);
    for (const year of ['0002', '0020', '0202', '2026']) {
      const typed = `${year}-07-01T12:00`;
      expect(toLocal(fromLocal(typed) ?? '')).toBe(typed);
    }
  });

  it('names a day of usage as it is counted, by UTC', () => {
    stand(place);
    expect(labelOf({ interval: 'day' })('2026-11-01T00:00:00.000Z')).toBe('1 Nov');
  });
});

it('names the year of a day that is in another', () => {
  const now = new Date(2026, 10, 23);
  expect(showWeekday(new Date(2026, 11, 31), now)).toMatch(/^Thursday,? 31 December$/);
  expect(showWeekday(new Date(2027, 11, 31), now)).toMatch(/^Friday,? 31 December 2027$/);
});

it('says nothing of what is below a mouse that is nowhere', () => {
  expect(labelOf({ interval: 'hour' })(undefined)).toBe('');
});

it('takes no instant from a field that is empty or half filled', () => {
  expect(fromLocal('')).toBeUndefined();
  expect(toLocal('no instant')).toBe('');
});

it('draws a day without evaluations as one with none, between those that have some', () => {
  const point = (day: number) => ({ at: `2026-11-0${day}T00:00:00.000Z`, evaluations: day });
  const rows = usageSeries({
    from: '2026-11-01T09:30:00.000Z',
    to: '2026-11-04T09:30:00.000Z',
    interval: 'day',
    evaluations: 6,
    groups: [
      { key: 'a.b', evaluations: 5, points: [point(1), point(4)] },
      { key: '', evaluations: 3, points: [point(3)] },
      { key: 'beyond the limit', evaluations: 1 },
    ],
    is_truncated: false,
  });
  const numbers = rows.map((row) => [row[seriesName(0)], row[seriesName(1)], row[seriesName(2)]]);
  expect(numbers).toEqual([
    [1, 0, undefined],
    [0, 0, undefined],
    [0, 3, undefined],
    [4, 0, undefined],
  ]);
});
