import { writeFileSync } from 'node:fs';
import { describeApi } from '../src/http/description/reference.ts';
import { referenceMarkdown } from '../src/http/description/reference-markdown.ts';

/** `npm run docs:api`. A test fails while docs/api.md is another. */
writeFileSync('docs/api.md', referenceMarkdown(describeApi()));
