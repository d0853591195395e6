import { registry } from '../registry.ts';
import type { Bucketer } from './bucketer.ts';
import { burgee } from './burgee.ts';

export const DEFAULT_BUCKETER = 'burgee/1';

/** Other vendors' ways of bucketing become further tables, each in a file of its own. */
export const bucketers: ReadonlyMap<string, Bucketer> = registry({ [DEFAULT_BUCKETER]: burgee });
