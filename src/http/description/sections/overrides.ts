import * as z from 'zod';
import { putOverrideInput } from '../../../contract/flags/override.ts';
import {
  exportOverridesInput,
  importOverridesQuery,
  listOverridesInput,
  overrideEntry,
  overridePage,
  overrideResource,
  overridesChanged,
  removeOverridesInput,
  removeOverridesQuery,
  searchOverridesInput,
} from '../../../contract/flags/override-bulk.ts';
import { subjectQuestion, subjectResource } from '../../../contract/flags/subject.ts';
import type { Section } from '../operation.ts';

const ofFlag = '/admin/flags/:flag/environments/:environment/overrides';
const ofEnvironment = '/admin/environments/:environment/overrides';

export const overrides: Section = {
  title: 'Overrides',
  says: 'An override gives one user or organisation a variant, whatever the rules say. scope is user or organisation.',
  operations: [
    {
      route: `GET ${ofFlag}`,
      summary: 'Lists the overrides of a flag in one environment.',
      needs: 'viewer',
      query: listOverridesInput,
      answer: overridePage,
    },
    {
      route: `PUT ${ofFlag}/:scope/:subject`,
      summary: 'Creates or replaces an override. Replacing needs If-Match.',
      needs: 'editor',
      body: putOverrideInput,
      sample: { variant: 'on', reason: 'pilot' },
      answer: overrideResource,
      ifMatch: true,
    },
    {
      route: `DELETE ${ofFlag}/:scope/:subject`,
      summary: 'Removes an override.',
      needs: 'editor',
      status: 204,
      ifMatch: true,
    },
    {
      route: `GET ${ofEnvironment}`,
      summary: 'Lists the overrides of an environment by filter.',
      needs: 'viewer',
      query: searchOverridesInput,
      answer: overridePage,
    },
    {
      route: `GET ${ofEnvironment}/export`,
      summary: 'Exports the overrides of an environment as a file.',
      needs: 'viewer',
      query: exportOverridesInput,
      answer: z.array(overrideEntry),
      alsoAnswers: ['text/csv'],
    },
    {
      route: `POST ${ofEnvironment}/import`,
      summary:
        "Imports a file of at most 10,000 overrides, all or nothing. The ETag is the environment's version.",
      needs: 'editor',
      query: importOverridesQuery,
      sampleQuery: 'dry_run=true',
      body: z.array(overrideEntry),
      sample: [{ flag: 'checkout.express', scope: 'user', subject: '42', variant: 'on' }],
      alsoTakes: 'text/csv',
      answer: overridesChanged,
      ifMatch: true,
    },
    {
      route: `POST ${ofEnvironment}/remove`,
      summary: 'Removes all overrides of some subjects, or all that have expired.',
      needs: 'editor',
      query: removeOverridesQuery,
      sampleQuery: 'dry_run=true',
      body: removeOverridesInput,
      sample: { expired: true },
      answer: overridesChanged,
      ifMatch: true,
    },
    {
      route: 'GET /admin/subjects/:scope/:subject',
      summary: 'Explains what every flag serves a user or an organisation, and why.',
      needs: 'viewer',
      query: subjectQuestion,
      sampleQuery: 'environment=development',
      answer: subjectResource,
    },
  ],
};
