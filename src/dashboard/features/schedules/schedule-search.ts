import { oneOf, type RawSearch, text } from '../../lib/search.ts';

export const views = ['calendar', 'open', 'done', 'cancelled', 'failed'] as const;

/** Which schedules are shown, as the address has it. */
export const scheduleSearch = ({ view, environment, flag }: RawSearch) => ({
  view: oneOf(views, view),
  environment: text(environment),
  flag: text(flag),
});
