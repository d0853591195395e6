import type { DescribedOperation } from './described-operation.ts';
import { preface, type Reference } from './reference.ts';

/** docs/api.md, which `npm run docs:api` writes. */
export const referenceMarkdown = ({ sections, types, errors }: Reference): string =>
  [
    '# The API',
    'Written by `npm run docs:api`; a running Worker has the same at `/docs`, and as OpenAPI 3.1 at `/openapi.json`.',
    ...preface,
    ...sections.flatMap(({ title, says, operations }) => [
      `## ${title}`,
      says,
      ...operations.flatMap(describe),
    ]),
    '## Types',
    ...types.map(({ name, text }) => fence('ts', `${name} = ${text}`)),
    '## Errors',
    [
      '| code | status | says |\n|---|---|---|',
      ...errors.map(({ code, status, says }) => `| \`${code}\` | ${status} | ${says} |`),
    ].join('\n'),
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');

const describe = ({ route, summary, needs, curl, types, refusals }: DescribedOperation) => [
  `### ${route}`,
  `${summary} Needs ${needs}.`,
  fence('sh', curl),
  ...types.map(({ title, text }) => fence('ts', `// ${title}\n${text}`)),
  ...(refusals.length > 0 ? [`Refused: ${refusals.join(', ')}.`] : []),
];

const fence = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``;
