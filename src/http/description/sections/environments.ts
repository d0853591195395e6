import * as z from 'zod';
import {
  copyEnvironmentInput,
  createEnvironmentInput,
  deleteEnvironmentInput,
  environmentResource,
  updateEnvironmentInput,
} from '../../../contract/environments/environment.ts';
import {
  environmentDocument,
  importOptions,
  importResource,
} from '../../../contract/environments/environment-document.ts';
import { snapshotResource } from '../../../contract/environments/environment-snapshot.ts';
import { propagation, propagationInput } from '../../../contract/environments/propagation.ts';
import { published } from '../../../contract/environments/published.ts';
import {
  republished,
  republishInput,
  versionHistory,
} from '../../../contract/environments/republish.ts';
import { planResource } from '../../../contract/fields/plan.ts';
import {
  resumeFlagsInput,
  stopFlagsInput,
  switchFlagsInput,
} from '../../../contract/flags/flag-switch.ts';
import { listOf } from '../list-of.ts';
import type { Section } from '../operation.ts';

const environment = '/admin/environments/:environment';
/** The two that every installation has are not deleted. */
const made = { environment: 'staging' };
const planned = ['plan_required', 'plan_changed'] as const;

export const environments: Section = {
  title: 'Environments',
  says: 'Environments, and what changes many of their flags at once. Look before you change many: send dry_run, then the plan_hash of that answer ("*" skips the look).',
  operations: [
    {
      route: 'GET /admin/environments',
      summary: 'Lists all environments.',
      needs: 'viewer',
      bySecret: true,
      answer: listOf('environments', environmentResource),
    },
    {
      route: 'POST /admin/environments',
      summary: 'Creates an environment, empty or as a copy of another.',
      needs: 'admin',
      body: createEnvironmentInput,
      sample: { key: 'staging', copy_of: 'development' },
      answer: environmentResource,
      status: 201,
      refuses: ['already_exists', 'not_found'],
    },
    {
      route: `GET ${environment}`,
      summary: 'Shows one environment.',
      needs: 'viewer',
      answer: environmentResource,
    },
    {
      route: `PATCH ${environment}`,
      summary: 'Changes the name or the settings of an environment.',
      needs: 'admin',
      body: updateEnvironmentInput,
      sampleNames: made,
      sample: { name: 'Acceptance' },
      answer: environmentResource,
      ifMatch: true,
    },
    {
      route: `DELETE ${environment}`,
      summary: 'Deletes an environment with all its states and keys; confirm is its key once more.',
      needs: 'admin',
      body: deleteEnvironmentInput,
      sampleNames: made,
      sample: { confirm: 'staging' },
      status: 204,
      ifMatch: true,
      refuses: ['protected'],
    },
    {
      route: `POST ${environment}/copy`,
      summary:
        'Copies what flags do in another environment to this one: all of them, or a selection.',
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
      summary: 'Stops many flags in an emergency. No dry run is needed.',
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
      summary: 'Exports a whole environment as one document.',
      needs: 'viewer',
      answer: environmentDocument.meta({ id: 'EnvironmentDocument' }),
    },
    {
      route: `POST ${environment}/import`,
      summary: 'Imports a document that was exported, here or elsewhere.',
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
      route: `GET ${environment}/snapshot`,
      summary: 'Shows what the edge evaluates: compiled flags and segments, without keys.',
      needs: 'viewer',
      answer: snapshotResource,
    },
    {
      route: `GET ${environment}/versions`,
      summary: 'Lists the versions that an environment has served and can serve again.',
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
      summary: 'Serves an earlier version again, until "latest" ends it.',
      needs: 'admin',
      bySecret: true,
      body: republishInput,
      sample: { environment: 'development', version: 'latest' },
      answer: republished,
      refuses: ['not_found', 'publish_failed'],
    },
    {
      route: 'POST /admin/warm',
      summary: 'Seeds what is missing and publishes every environment. Safe at any time.',
      needs: 'admin',
      bySecret: true,
      query: z.object({ force: z.enum(['true', 'false']).optional() }),
      answer: listOf('environments', published),
      refuses: ['publish_failed', 'repair_refused'],
    },
  ],
};
