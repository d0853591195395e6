import type { DirectDatabase } from '../db/connect-directly.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Paint } from './report/paint.ts';

/** What a person can type after `burgee`. */
export type Command = DatabaseCommand | ServerCommand;

interface Described {
  readonly name: string;
  readonly summary: string;
  /** Beside those of every command. */
  readonly options: Options;
}

/** Its `load` imports it when it is asked for: most commands need a part only. */
export interface DatabaseCommand extends Described {
  readonly argument?: undefined;
  readonly load: () => Promise<{ readonly run: (call: CommandCall) => Promise<Report> }>;
}

/** One that asks whatever server it is pointed at, and needs no database. */
export interface ServerCommand extends Described {
  /** How it is written in the help. */
  readonly argument: string;
  readonly load: () => Promise<{ readonly run: (call: ServerCall) => Promise<Report> }>;
}

export type Options = Readonly<Record<string, Option>>;

export interface Option {
  /** How its value is written; undefined for one that has none. */
  readonly value?: string;
  /** Its values are given as a list. */
  readonly isRepeatable?: true;
  readonly summary: string;
}

export interface CommandCall {
  readonly database: DirectDatabase;
  /** Without user and password. */
  readonly address: string;
  readonly given: Given;
  readonly now: () => Date;
  /** A line on standard error, while the work goes on. */
  readonly progress: (line: string) => void;
}

export interface ServerCall extends Pick<CommandCall, 'given' | 'progress'> {
  /** Undefined when it was not typed. */
  readonly argument: string | undefined;
}

/** Options as they were typed: true for one without a value, a list for one that may be repeated. */
export type Given = Readonly<Record<string, string | true | readonly string[]>>;

/** What came of it, to be printed in one way or the other. */
export interface Report {
  readonly exitCode: ExitCode;
  readonly document: Document;
  readonly lines: (paint: Paint) => readonly string[];
}

/** For `--json`: snake_case, and only ever added to. */
export type Document = Readonly<Record<string, unknown>>;
