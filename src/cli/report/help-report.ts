import type { Command, Options, Report } from '../command.ts';
import { commonOptions, optionsOf, optionsOfKind } from '../command-line.ts';
import { exitCodes } from '../exit-codes.ts';
import { version } from '../project.ts';
import { align, section } from './layout.ts';
import type { Paint } from './paint.ts';

export interface Help {
  /** Undefined for all of them. */
  readonly command: Command | undefined;
  readonly commands: readonly Command[];
}

export function helpReport(help: Help): Report {
  const { command, commands } = help;
  return {
    exitCode: exitCodes.ok,
    document: {
      command: 'help',
      version,
      commands: (command ? [command] : commands).map((each) => ({
        name: each.name,
        argument: argumentOf(each) ?? null,
        summary: each.summary,
        options: optionDocuments(optionsOf(each)),
      })),
    },
    lines: (paint) => (command ? commandLines(command, paint) : overviewLines(help, paint)),
  };
}

export const versionReport: Report = {
  exitCode: exitCodes.ok,
  document: { command: 'version', version },
  lines: () => [version],
};

/** Of the few commands that take one, beside their options. */
const argumentOf = (command: Command): string | undefined =>
  'argument' in command ? command.argument : undefined;

const optionDocuments = (options: Options) =>
  Object.entries(options).map(([name, { value, summary }]) => ({
    name: `--${name}`,
    value: value ?? null,
    summary,
  }));

function overviewLines({ commands }: Help, paint: Paint): readonly string[] {
  return [
    `Burgee ${version}: the database, and what is published of it`,
    ...section(paint.strong('Usage'), ['npx burgee <command> [options]']),
    ...section(
      paint.strong('Commands'),
      align(commands.map(({ name, summary }) => [name, summary])),
    ),
    ...section(paint.strong('Options of every command'), optionLines(commonOptions)),
    ...section(paint.strong('Of those that ask the database'), optionLines(optionsOfKind.database)),
    ...section(
      paint.strong('Of those that ask a deployment, with ADMIN_SECRET in the environment'),
      optionLines(optionsOfKind.deployment),
    ),
    ...section(paint.strong('Ends with'), [
      '0 done, or sound; 1 not sound, refused or failed; 2 what it asks cannot be asked; 64 mistyped',
    ]),
  ];
}

function commandLines(command: Command, paint: Paint): readonly string[] {
  const { name, summary } = command;
  const argument = argumentOf(command);
  return [
    `burgee ${name}${argument === undefined ? '' : ` <${argument}>`}: ${summary}`,
    ...section(paint.strong('Options'), optionLines(optionsOf(command))),
  ];
}

function optionLines(options: Options): readonly string[] {
  return align(
    Object.entries(options).map(([name, { value, summary }]) => [
      value === undefined ? `--${name}` : `--${name} <${value}>`,
      summary,
    ]),
  );
}
