import type { Command } from './command.ts';
import { deployOptions } from './deploy-options.ts';
import { ofrepCheckOptions } from './ofrep-check-options.ts';

/** In the order in which the help lists them. */
export const commands: readonly Command[] = [
  {
    name: 'init',
    asks: 'files',
    summary: 'sets up a Cloudflare account and a database, from nothing to flags that are served',
    options: {
      plan: { summary: 'shows what would be done, and changes nothing' },
      yes: { summary: 'do it; what is done already stays as it is' },
      admin: { value: 'e-mail', summary: 'the first admin, instead of who is logged in' },
      config: { value: 'file', summary: 'instead of wrangler.toml' },
      wrangler: { value: 'script', summary: 'instead of the wrangler that npm has installed' },
    },
    load: () => import('./commands/init.ts'),
  },
  {
    name: 'status',
    asks: 'database',
    summary: 'what is true of the database, object by object, and what to do next',
    options: {},
    load: () => import('./commands/status.ts'),
  },
  {
    name: 'check',
    asks: 'database',
    summary:
      'the same in short: ends with 0 when all is sound, 1 when not, 2 when it cannot be told',
    options: {},
    load: () => import('./commands/check.ts'),
  },
  {
    name: 'migrate',
    asks: 'database',
    summary: 'applies what is due, one file a transaction, and looks whether all of it is there',
    options: {
      'dry-run': { summary: 'runs the same statements, tells their locks, and rolls them back' },
    },
    load: () => import('./commands/migrate.ts'),
  },
  {
    name: 'rollback',
    asks: 'database',
    summary: 'takes migrations back, the last one first, with what is in their tables',
    options: {
      to: { value: 'tag', summary: 'the migration that stays the last, or "none"' },
      yes: { summary: 'do it; without, it only tells what would be lost' },
    },
    load: () => import('./commands/rollback.ts'),
  },
  {
    name: 'deploy',
    asks: 'files',
    summary: 'migrates, deploys a new version step by step, and goes back where one of them fails',
    options: deployOptions,
    load: () => import('./commands/deploy.ts'),
  },
  {
    name: 'repair',
    asks: 'database',
    summary: 'adds what is missing, in one transaction; nothing is ever dropped or overwritten',
    options: {
      plan: { summary: 'shows what would be done, and changes nothing' },
      'plan-hash': { value: 'hash', summary: 'does it only if the plan is still the one with it' },
      'operation-id': {
        value: 'id',
        summary: 'names the run: sent again, it answers what came of it',
      },
      'allow-large-tables': { summary: 'also what locks a table of more than a million rows' },
    },
    load: () => import('./commands/repair.ts'),
  },
  {
    name: 'backup',
    asks: 'files',
    summary: 'saves every row of the database to one file, as of one instant',
    options: {
      output: {
        value: 'file',
        summary: 'instead of one named after the time; "-" is standard output',
      },
    },
    load: () => import('./commands/backup.ts'),
  },
  {
    name: 'restore',
    asks: 'files',
    argument: 'file',
    summary: 'puts a backup into an empty database, or in the place of what is in one',
    options: {
      'dry-run': { summary: 'does all of it, tells what would be different, and rolls it back' },
      replace: { summary: 'also where there are rows already, which are saved to a file first' },
      'keep-versions': {
        summary: 'publishes nothing: what the edge serves is newer, and is to be looked at first',
      },
      url: { value: 'url', summary: 'a deployment to ask what it serves, instead of BURGEE_URL' },
    },
    load: () => import('./commands/restore.ts'),
  },
  {
    name: 'audit verify',
    asks: 'database',
    summary: 'was any entry of the audit log altered, removed or moved; names the first',
    options: {
      head: {
        value: 'seq:hash',
        summary: 'the newest entry as an earlier run told it, which has to be there still',
      },
    },
    load: () => import('./commands/audit-verify.ts'),
  },
  {
    name: 'ofrep-check',
    asks: 'server',
    argument: 'url',
    summary:
      'does a server speak OFREP as its clients need it; any server, with the address before /ofrep',
    options: ofrepCheckOptions,
    load: () => import('./commands/ofrep-check.ts'),
  },
  {
    name: 'warm',
    asks: 'deployment',
    summary: 'seeds what is absent and publishes every environment: after each deployment',
    options: {
      force: { summary: 'publishes also what a publisher would withhold, as rows seem to be lost' },
    },
    load: () => import('./commands/warm.ts'),
  },
  {
    name: 'republish',
    asks: 'deployment',
    summary: 'serves again what an environment served as an earlier version, until told otherwise',
    options: {
      environment: { value: 'key', summary: 'which' },
      version: { value: 'number', summary: 'whose flags are served from now on' },
      latest: { summary: 'serves the newest again' },
      list: { summary: 'tells the versions that there are, and changes nothing' },
    },
    load: () => import('./commands/republish.ts'),
  },
  {
    name: 'bundle',
    asks: 'files',
    summary: 'writes what is served into the code, as "burgee deploy" does for each version',
    options: {
      environment: { value: 'key', summary: 'this one alone' },
      empty: { summary: 'writes a bundle without anything' },
      force: { summary: 'also where it has less than half of the flags of the bundle before' },
      out: { value: 'file', summary: 'instead of src/snapshot/bundle.json' },
    },
    load: () => import('./commands/bundle.ts'),
  },
];
