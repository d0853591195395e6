import type { DocumentFlag } from '../../contract/environments/environment-document.ts';
import { servedAtFirst } from '../flag-states/insert-flag-states.ts';

/** The state of a flag that nobody has decided anything about: off. */
export const beginningOf = (flag: DocumentFlag): NonNullable<DocumentFlag['state']> => ({
  is_enabled: false,
  is_killed: false,
  rollout_percentage: 100,
  split: servedAtFirst({ variants: flag.variants, offVariant: flag.off_variant }),
  rules: [],
  prerequisites: [],
  salt: flag.key,
  bucket_by: 'user_id',
});
