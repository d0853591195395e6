import { type Problem, problemText } from '../../contract/errors/problem.ts';
import type { Report } from '../command.ts';
import { align, counted, section } from './layout.ts';
import type { Paint } from './paint.ts';

/** What the deployment says of it. */
export interface Warmed {
  readonly url: string;
  readonly environments: readonly {
    readonly environment: string;
    readonly version: number;
    readonly pinned_to?: number;
    readonly problems: readonly (Problem & { readonly subject: string })[];
  }[];
}

export function warmReport(warmed: Warmed): Pick<Report, 'document' | 'lines'> {
  return {
    document: { command: 'warm', ...warmed },
    lines: (paint) => linesOf(warmed, paint),
  };
}

function linesOf({ url, environments }: Warmed, paint: Paint): readonly string[] {
  const broken = environments.flatMap(({ environment, problems }) =>
    problems.map(
      ({ subject, ...problem }) => `${environment}: ${subject}: ${problemText(problem)}`,
    ),
  );
  return [
    `${paint.good('✓')} ${counted(environments.length, 'environment')} published by ${url}`,
    ...align(
      environments.map(({ environment, version, pinned_to }) => [
        `  ${environment}`,
        `version ${version}`,
        pinned_to === undefined ? '' : paint.warning(`pinned: serves version ${pinned_to}`),
      ]),
    ),
    ...section(paint.strong('Published broken, for a person to put right'), broken),
  ];
}
