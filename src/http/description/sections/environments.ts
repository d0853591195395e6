import * as z from 'zod';
import {
  copyEnvironmentInput,
  createEnvironmentInput,
  deleteEnvironmentInput,
  environmentResource,
  updateEnvironmentInput,
} from '../../../contract/environment.ts';
import {
  environmentDocument,
  importOptions,
  importResource,
} from '../../../contract/environment-document.ts';
import {
  resumeFlagsInput,
  stopFlagsInput,
  switchFlagsInput,
} from '../../../contract/flag-switch.ts';
import { planResource } from '../../../contract/plan.ts';
import { propagation, propagationInput } from '../../../contract/propagation.ts';
import { published } from '../../../contract/published.ts';
import { republished, republishInput, versionHistory } from '../../../contract/republish.ts';
import { listOf } from '../list-of.ts';
import type { Section } from '../operation.ts';

const environment = '/admin/environments/:environment';
const planned = ['plan_required', 'plan_changed'] as const;

export const environments: Section = {
  title: 'Environments',
  says: 'What concerns all flags of an environment at once. Whatever changes many is looked at first: with dry_run, then with the plan_hash of that answer ("*" does it unseen).',
  operations: [
    {
      route: 'GET /admin/environments',
      summary: 'All of them.',
      needs: 'viewer',
      bySecret: true,
      answer: listOf('environments', environmentResource),
    },
    {
      route: 'POST /admin/environments',
      summary: 'Creates one, empty or as a copy of another.',
      needs: 'admin',
      body: createEnvironmentInput,
      sample: { key: 'staging', copy_of: 'development' },
      answer: environmentResource,
      status: 201,
      refuses: ['already_exists', 'not_found'],
    },
    {
      route: `GET ${environment}`,
      summary: 'One.',
      needs: 'viewer',
      answer: environmentResource,
    },
    {
      route: `PATCH ${environment}`,
      summary: 'Changes its name or settings.',
      needs: 'admin',
      body: updateEnvironmentInput,
      sample: { name: 'Staging' },
      answer: environmentResource,
      ifMatch: true,
    },
    {
      route: `DELETE ${environment}`,
      summary: 'Deletes it with all states and keys; confirm is its key once more.',
      needs: 'admin',
      body: deleteEnvironmentInput,
      sample: { confirm: 'development' },
      status: 204,
      ifMatch: true,
      refuses: ['protected'],
    },
    {
      route: `POST ${environment}/copy`,
      summary: 'Makes it what another is, or some of its flags.',
      needs: 'editor',
      body: copyEnvironmentInput,
      sample: { from: 'production', dry_run: true },
      answer: planResource,
      refuses: planned,
    },
    {
      route: `POST ${environment}/switch`,
      summary: 'Switches many flags on or off, by tag, module or keys.',
      needs: 'editor',
      body: switchFlagsInput,
      sample: { tag: 'shop', is_enabled: false, dry_run: true },
      answer: planResource,
      refuses: planned,
    },
    {
      route: `POST ${environment}/stop`,
      summary: 'The emergency stop of many flags. Needs no look first.',
      needs: 'editor',
      body: stopFlagsInput,
      sample: { module: 'checkout', reason: 'orders fail' },
      answer: planResource,
    },
    {
      route: `POST ${environment}/resume`,
      summary: 'Ends the emergency stop of many flags.',
      needs: 'editor',
      body: resumeFlagsInput,
      sample: { module: 'checkout', reason: 'orders work again', dry_run: true },
      answer: planResource,
      refuses: planned,
    },
    {
      route: `GET ${environment}/export`,
      summary: 'The whole of it as one document.',
      needs: 'viewer',
      answer: environmentDocument.meta({ id: 'EnvironmentDocument' }),
    },
    {
      route: `POST ${environment}/import`,
      summary: 'Makes it what a document says.',
      needs: 'editor',
      query: importOptions,
      sampleQuery: 'dry_run=true',
      body: environmentDocument,
      sample: {
        format: 'burgee.environment/1',
        environment: { key: 'development', name: 'Development' },
        segments: [],
        flags: [],
      },
      answer: importResource,
      refuses: planned,
    },
    {
      route: `GET ${environment}/versions`,
      summary: 'What it has served, and can serve again.',
      needs: 'viewer',
      bySecret: true,
      answer: versionHistory,
    },
    {
      route: 'GET /admin/propagation',
      summary: 'Where the newest version is served by now, and after how many seconds.',
      needs: 'viewer',
      query: propagationInput,
      sampleQuery: 'environment=production',
      answer: propagation,
    },
    {
      route: 'POST /admin/republish',
      summary: 'Serves again what was served as an earlier version; "latest" ends it.',
      needs: 'admin',
      bySecret: true,
      body: republishInput,
      sample: { environment: 'development', version: 'latest' },
      answer: republished,
      refuses: ['not_found', 'publish_failed'],
    },
    {
      route: 'POST /admin/warm',
      summary: 'Seeds what is absent, publishes every environment. Safe at any time.',
      needs: 'admin',
      bySecret: true,
      query: z.object({ force: z.enum(['true', 'false']).optional() }),
      answer: listOf('environments', published),
      refuses: ['publish_failed', 'repair_refused'],
    },
  ],
};
