import { dirname } from 'node:path';
import description from '../../package.json' with { type: 'json' };

export const projectRoot = dirname(dirname(import.meta.dirname));

export const { version } = description;
