import { parseArgs } from 'node:util';
import { closest } from './closest.ts';
import type { Command, Given, Options } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { FailureError } from './failure.ts';

export interface CommandLine {
  /** Undefined when none was typed. */
  readonly command: Command | undefined;
  /** Undefined where the command takes none, or none was typed. */
  readonly argument: string | undefined;
  readonly given: Given;
}

const databaseUrl: Options = {
  'database-url': { value: 'url', summary: 'instead of DATABASE_URL in the environment' },
};

/** Of every command that asks the same. */
export const optionsOfKind: Readonly<Record<Command['asks'], Options>> = {
  database: databaseUrl,
  files: databaseUrl,
  server: {},
  deployment: { url: { value: 'url', summary: 'of the deployment, instead of BURGEE_URL' } },
};

/** Those of every command. */
export const commonOptions: Options = {
  json: { summary: 'one JSON document on standard output' },
  help: { summary: 'what the command does' },
};

/** Throws a usage failure that says what was likely meant. */
export function parseCommandLine(
  argv: readonly string[],
  commands: readonly Command[],
): CommandLine {
  const allOptions = Object.assign({}, ...commands.map((each) => optionsOf(each)), commonOptions);
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      Object.entries(allOptions as Options).map(([name, { value }]) => [
        name,
        {
          type: value === undefined ? ('boolean' as const) : ('string' as const),
          ...(name === 'help' ? { short: 'h' } : {}),
        },
      ]),
    ),
    strict: false,
    tokens: true,
  });
  const words = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  const command = words.length === 0 ? undefined : findCommand(words, commands);
  const others = words.slice(command?.name.split(' ').length);
  const argument = command && 'argument' in command ? others.shift() : undefined;
  const [extra] = others;
  if (extra !== undefined) throw usage(`"${extra}" means nothing here.`, seeHelp(command));
  const known = command ? optionsOf(command) : { ...databaseUrl, ...commonOptions };
  const given: Record<string, Given[string]> = {};
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const value = readOption(token, { known, command });
    given[token.name] = known[token.name]?.isRepeatable
      ? [...listed(given[token.name]), String(value)]
      : value;
  }
  return { command, argument, given };
}

/** The values of an option that may be repeated. */
export function listed(given: Given[string] | undefined): readonly string[] {
  return Array.isArray(given) ? given : [];
}

/** All that it takes. */
export const optionsOf = ({ asks, options }: Command): Options => ({
  ...options,
  ...optionsOfKind[asks],
  ...commonOptions,
});

/** The name of a command is one word, or two. */
function findCommand(words: readonly string[], commands: readonly Command[]): Command {
  const [first, second] = words;
  const command = commands.find(({ name }) => name === first || name === `${first} ${second}`);
  if (command !== undefined) return command;
  const beginning = commands.find(({ name }) => name.startsWith(`${first} `));
  const name = beginning && second === undefined ? beginning.name : `${first}`;
  const names = commands.map((each) => each.name);
  const meant = closest(name, names);
  const wayOut = meant ? `Did you mean "burgee ${meant}"?` : `There are: ${names.join(', ')}.`;
  throw usage(`There is no command "${name}".`, wayOut);
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
}

function readOption(
  { name, rawName, value }: OptionToken,
  { known, command }: { known: Options; command: Command | undefined },
): string | true {
  const option = known[name];
  if (option === undefined) {
    const meant = closest(name, Object.keys(known));
    const where = command ? ` of "burgee ${command.name}"` : '';
    throw usage(
      `There is no option "${rawName}"${where}.`,
      meant ? `Did you mean "--${meant}"?` : seeHelp(command),
    );
  }
  if (option.value === undefined && value !== undefined) {
    throw usage(`"--${name}" takes no value.`, seeHelp(command));
  }
  if (option.value !== undefined && (value === undefined || value === '')) {
    throw usage(`"--${name}" lacks its value.`, `Write --${name} <${option.value}>.`);
  }
  return value ?? true;
}

function seeHelp(command: Command | undefined): string {
  return command ? `See "burgee ${command.name} --help".` : 'See "burgee --help".';
}

function usage(message: string, wayOut: string): FailureError {
  return new FailureError({ code: 'usage', exitCode: exitCodes.usage, message, wayOut });
}
