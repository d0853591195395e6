import * as z from 'zod';
import { flagWithStatesResource } from './flag.ts';
import { flagStateResource } from './flag-state.ts';
import { upcomingChange } from './schedule.ts';

/** What schedules will make of it. */
const upcoming = z.array(upcomingChange).readonly();

export const flagWithUpcoming = flagWithStatesResource.extend({ upcoming });
export const flagStateWithUpcoming = flagStateResource.extend({ upcoming });

export type FlagWithUpcoming = z.output<typeof flagWithUpcoming>;
export type FlagStateWithUpcoming = z.output<typeof flagStateWithUpcoming>;
