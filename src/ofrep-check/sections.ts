import type { Check } from './check.ts';
import { absentValues } from './checks/absent-values.ts';
import { authentication } from './checks/authentication.ts';
import { badBulkRequests, badSingleRequests } from './checks/bad-requests.ts';
import { browsers } from './checks/browsers.ts';
import { bulk } from './checks/bulk.ts';
import { conditional } from './checks/conditional.ts';
import { etag } from './checks/etag.ts';
import { events } from './checks/events.ts';
import { items } from './checks/items.ts';
import { limits } from './checks/limits.ts';
import { streams, streamsInTheEnd } from './checks/streams.ts';
import { values } from './checks/values.ts';

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly checks: readonly Check[];
}

/** In the order in which they run: what a check needs is before it. */
export const sections: readonly Section[] = [
  { id: 'auth', title: 'Who may ask', checks: authentication },
  {
    id: 'single',
    title: 'One flag: POST /ofrep/v1/evaluate/flags/{key}',
    checks: [...values, ...absentValues, ...badSingleRequests],
  },
  {
    id: 'bulk',
    title: 'All flags: POST /ofrep/v1/evaluate/flags',
    checks: [...bulk, ...items, ...badBulkRequests],
  },
  { id: 'caching', title: 'Caching: ETag and 304', checks: [...etag, ...conditional] },
  { id: 'cors', title: 'Browsers on another origin', checks: browsers },
  {
    id: 'live',
    title: 'Live updates: eventStreams',
    checks: [...streams, ...events, ...streamsInTheEnd],
  },
  { id: 'limits', title: 'Rate limits', checks: limits },
];
