import type { Options } from './command.ts';

export const deployOptions: Options = {
  plan: { summary: 'looks at everything and tells what would be done; changes nothing' },
  steps: { value: 'percents', summary: 'of the traffic, one after the other; 10,50,100' },
  pause: { value: 'seconds', summary: 'for which each of them is watched; 60' },
  url: { value: 'url', summary: 'of the deployment, instead of BURGEE_URL' },
  key: { value: 'key', summary: 'asks the new version for flags, instead of BURGEE_KEY' },
  'accept-differences': { summary: 'also a version that evaluates a flag differently' },
  'accept-breaking': { summary: 'also migrations that the running version does not cope with' },
  'all-at-once': { summary: 'where Durable Objects are migrated: to everybody, with no way back' },
  'secrets-file': { value: 'file', summary: 'for the first deployment, as wrangler takes it' },
  config: { value: 'file', summary: 'instead of wrangler.toml' },
  wrangler: { value: 'file', summary: 'instead of the wrangler that is installed here' },
};
