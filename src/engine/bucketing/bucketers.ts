import { registry } from '../registry.ts';
import type { Bucketer } from './bucketer.ts';
import { burgee } from './burgee.ts';

/** Other vendors' ways of bucketing become further tables, each in a file of its own. */
export const bucketers: ReadonlyMap<string, Bucketer> = registry({ 'burgee/1': burgee });

/** That of segments, and of flags that name none. */
export const defaultBucketer: Bucketer = burgee;
