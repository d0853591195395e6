import * as z from 'zod';
import { explainInput, explanation } from '../../../contract/explain.ts';
import {
  createFlagInput,
  flagResource,
  flagWithStatesResource,
  updateFlagInput,
} from '../../../contract/flag.ts';
import { flagPage, listFlagsInput } from '../../../contract/flag-list.ts';
import { flagStateResource, updateFlagStateInput } from '../../../contract/flag-state.ts';
import { stopFlagInput } from '../../../contract/flag-switch.ts';
import { flagStateWithUpcoming, flagWithUpcoming } from '../../../contract/with-upcoming.ts';
import type { Section } from '../operation.ts';

const state = '/admin/flags/:flag/environments/:environment';

export const flags: Section = {
  title: 'Flags',
  says: 'A flag is defined once, and has a state in every environment.',
  operations: [
    {
      route: 'GET /admin/flags',
      summary: 'Flags by filter and page, each with its state in every environment.',
      needs: 'viewer',
      query: listFlagsInput,
      answer: flagPage,
    },
    {
      route: 'POST /admin/flags',
      summary: 'Creates a flag, off everywhere. A boolean one needs no more than a key.',
      needs: 'editor',
      body: createFlagInput,
      sample: { key: 'checkout.express', client_visible: true },
      answer: flagWithStatesResource,
      status: 201,
      refuses: ['already_exists'],
    },
    {
      route: 'GET /admin/flags/:key',
      summary: 'A flag with its state in every environment, and what schedules will change.',
      needs: 'viewer',
      answer: flagWithUpcoming,
    },
    {
      route: 'PATCH /admin/flags/:key',
      summary: 'Changes its definition; what is absent stays as it is.',
      needs: 'editor',
      body: updateFlagInput,
      sample: { name: 'Express checkout', tags: ['shop'] },
      answer: flagResource,
      ifMatch: true,
    },
    {
      route: 'DELETE /admin/flags/:key',
      summary: 'Deletes a flag that is archived, for good; confirm is its key once more.',
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
      summary: 'What the flag does in one environment, and what schedules will change.',
      needs: 'viewer',
      answer: flagStateWithUpcoming,
    },
    {
      route: `PATCH ${state}`,
      summary: 'Switch, rollout, rules, prerequisites, salt; what is absent stays as it is.',
      needs: 'editor',
      body: updateFlagStateInput,
      sample: { is_enabled: true, rollout_percentage: 10 },
      answer: flagStateResource,
      ifMatch: true,
    },
    {
      route: `POST ${state}/stop`,
      summary: 'The emergency stop: it serves its off variant to everybody, whatever else is said.',
      needs: 'editor',
      body: stopFlagInput,
      sample: { reason: 'orders fail' },
      answer: flagStateResource,
    },
    {
      route: `POST ${state}/resume`,
      summary: 'Ends the emergency stop.',
      needs: 'editor',
      body: stopFlagInput,
      sample: { reason: 'orders work again' },
      answer: flagStateResource,
      ifMatch: true,
    },
    {
      route: `POST ${state}/explain`,
      summary: 'What a context is served, with each step on the way. Changes nothing.',
      needs: 'viewer',
      body: explainInput,
      sample: { context: { user_id: '42', organisation_id: 'zebra' } },
      answer: explanation,
    },
  ],
};
