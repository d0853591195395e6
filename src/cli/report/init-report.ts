import { relative } from 'node:path';
import type { Report } from '../command.ts';
import type { StepEnd } from '../init/take-steps.ts';
import { align, section } from './layout.ts';
import type { Paint } from './paint.ts';

export type InitStatus = 'planned' | 'confirmation_required' | 'done' | 'nothing_to_do';

export interface Init {
  readonly status: InitStatus;
  readonly steps: readonly StepEnd[];
  readonly worker: string;
  /** Undefined before it is deployed. */
  readonly url: string | undefined;
  readonly secretsFile: string;
  /** Whether the link of the first admin is in that file. */
  readonly isLinkOpen: boolean;
  /** As they were typed. */
  readonly options: readonly string[];
}

export function initReport(init: Init): Pick<Report, 'document' | 'lines'> {
  const { status, steps, worker, url, secretsFile } = init;
  return {
    document: {
      command: 'init',
      status,
      worker,
      url: url ?? null,
      secrets_file: secretsFile,
      steps: steps.map(({ id, state, says }) => ({ step: id, state, says })),
    },
    lines: (paint) => [
      titles[status](paint),
      ...stepLines(steps, paint),
      ...nextLines(init, paint),
    ],
  };
}

const titles: Readonly<Record<InitStatus, (paint: Paint) => string>> = {
  planned: ({ warning }) => `${warning('!')} This would be done. Nothing has been changed.`,
  confirmation_required: ({ warning }) =>
    `${warning('!')} This would be done. Nothing has been changed.`,
  done: ({ good }) => `${good('✓')} Burgee is set up.`,
  nothing_to_do: ({ good }) => `${good('✓')} Nothing to do: Burgee is set up.`,
};

function stepLines(steps: readonly StepEnd[], paint: Paint): readonly string[] {
  const marks = { present: paint.good('✓'), made: paint.strong('+'), due: paint.warning('·') };
  return align(steps.map(({ title, state, says }) => [`  ${marks[state]} ${title}`, says]));
}

function nextLines(init: Init, paint: Paint): readonly string[] {
  const heading = paint.strong('What to do');
  if (init.status === 'planned' || init.status === 'confirmation_required') {
    return section(heading, [['npx burgee init --yes', ...init.options].join(' ')]);
  }
  const file = relative(process.cwd(), init.secretsFile);
  return [
    ...section(paint.strong(`${file} has what is told once, for you alone`), [
      `. ${file}`,
      'curl -H "Authorization: Bearer $BURGEE_KEY" "$BURGEE_URL/features/admin.advanced_controls?user_id=42"',
    ]),
    ...section(heading, [
      ...(init.isLinkOpen
        ? ['open FIRST_ADMIN_LINK of that file in a browser: it makes the first admin']
        : []),
      'keep that file where you keep passwords; whoever has it can do everything',
      'commit wrangler.toml, which names the KV namespace',
    ]),
  ];
}
