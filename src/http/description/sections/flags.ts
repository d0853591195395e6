import * as z from 'zod';
import { explainInput, explanation } from '../../../contract/flags/explain.ts';
import {
  createFlagInput,
  flagResource,
  flagWithStatesResource,
  updateFlagInput,
} from '../../../contract/flags/flag.ts';
import { flagPage, listFlagsInput } from '../../../contract/flags/flag-list.ts';
import { flagStateResource, updateFlagStateInput } from '../../../contract/flags/flag-state.ts';
import { stopFlagInput } from '../../../contract/flags/flag-switch.ts';
import { flagStateWithUpcoming, flagWithUpcoming } from '../../../contract/flags/with-upcoming.ts';
import type { Section } from '../operation.ts';

const state = '/admin/flags/:flag/environments/:environment';

export const flags: Section = {
  title: 'Flags',
  says: 'A flag is defined once, and has a state in every environment.',
  operations: [
    {
      route: 'GET /admin/flags',
      summary: 'Lists flags by filter, each with its state in every environment.',
      needs: 'viewer',
      query: listFlagsInput,
      answer: flagPage,
    },
    {
      route: 'POST /admin/flags',
      summary: 'Creates a flag, off everywhere. A boolean flag needs nothing but a key.',
      needs: 'editor',
      body: createFlagInput,
      sample: { key: 'checkout.express', client_visible: true },
      answer: flagWithStatesResource,
      status: 201,
      refuses: ['already_exists'],
    },
    {
      route: 'GET /admin/flags/:key',
      summary: 'Shows a flag with its state in every environment, and what schedules will change.',
      needs: 'viewer',
      answer: flagWithUpcoming,
    },
    {
      route: 'PATCH /admin/flags/:key',
      summary: 'Changes the definition of a flag; absent properties stay as they are.',
      needs: 'editor',
      body: updateFlagInput,
      sample: { name: 'Express checkout', tags: ['shop'] },
      answer: flagResource,
      ifMatch: true,
    },
    {
      route: 'DELETE /admin/flags/:key',
      summary:
        'Deletes an archived flag for good. A critical flag needs confirm: its key once more.',
      needs: 'admin',
      query: z.object({ confirm: z.string().optional() }),
      sampleQuery: 'confirm=checkout.express',
      status: 204,
      ifMatch: true,
      refuses: ['protected'],
    },
    {
      route: 'POST /admin/flags/:key/archive',
      summary: 'Takes a flag out of use: it is no longer served.',
      needs: 'editor',
      answer: flagResource,
      ifMatch: true,
      refuses: ['protected'],
    },
    {
      route: 'POST /admin/flags/:key/restore',
      summary: 'Takes an archived flag back into use.',
      needs: 'editor',
      answer: flagResource,
      ifMatch: true,
    },
    {
      route: `GET ${state}`,
      summary: 'Shows what a flag does in one environment, and what schedules will change.',
      needs: 'viewer',
      answer: flagStateWithUpcoming,
    },
    {
      route: `PATCH ${state}`,
      summary:
        'Changes switch, rollout, rules, prerequisites or salt; absent properties stay as they are.',
      needs: 'editor',
      body: updateFlagStateInput,
      sample: { is_enabled: true, rollout_percentage: 10 },
      answer: flagStateResource,
      ifMatch: true,
    },
    {
      route: `POST ${state}/stop`,
      summary:
        'Stops a flag in an emergency: it serves its off variant to everybody, whatever its rules and overrides say.',
      needs: 'editor',
      body: stopFlagInput,
      sample: { reason: 'orders fail' },
      answer: flagStateResource,
    },
    {
      route: `POST ${state}/resume`,
      summary: 'Ends the emergency stop of a flag.',
      needs: 'editor',
      body: stopFlagInput,
      sample: { reason: 'orders work again' },
      answer: flagStateResource,
      ifMatch: true,
    },
    {
      route: `POST ${state}/explain`,
      summary: 'Explains, step by step, what a flag would serve for a context. Changes nothing.',
      needs: 'viewer',
      body: explainInput,
      sample: { context: { user_id: '42', organisation_id: 'zebra' } },
      answer: explanation,
    },
  ],
};
