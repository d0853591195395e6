import type { DirectDatabase } from '../db/connect-directly.ts';
import type { Deployment } from './deployment.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Paint } from './report/paint.ts';

/** What a person can type after `burgee`. */
export type Command = DatabaseCommand | DeploymentCommand | FilesCommand | ServerCommand;

interface Described {
  readonly name: string;
  readonly summary: string;
  /** Beside those of every command of its kind. */
  readonly options: Options;
}

/** Talks to Postgres itself. */
interface DatabaseCommand extends Described {
  readonly asks: 'database';
  /** Imported when it is asked for: most commands need a part only. */
  readonly load: () => Promise<{ readonly run: (call: DatabaseCall) => Promise<Report> }>;
}

/** Talks to a Worker that runs, as only that reaches its KV. */
interface DeploymentCommand extends Described {
  readonly asks: 'deployment';
  readonly load: () => Promise<{ readonly run: (call: DeploymentCall) => Promise<Report> }>;
}

/** Writes files of the checkout, and opens a database where it needs one. */
interface FilesCommand extends Described {
  readonly asks: 'files';
  /** How it is written in the help; undefined for a command that takes none. */
  readonly argument?: string;
  readonly load: () => Promise<{ readonly run: (call: FilesCall) => Promise<Report> }>;
}

/** Asks whatever server it is pointed at. */
interface ServerCommand extends Described {
  readonly asks: 'server';
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

export interface DatabaseCall {
  readonly database: DirectDatabase;
  /** Without user and password. */
  readonly address: string;
  readonly given: Given;
  readonly now: () => Date;
  readonly progress: Progress;
}

export interface ServerCall extends Pick<DatabaseCall, 'given' | 'progress'> {
  /** Undefined when it was not typed. */
  readonly argument: string | undefined;
}

export interface DeploymentCall {
  readonly deployment: Deployment;
  readonly given: Given;
}

export interface FilesCall {
  readonly given: Given;
  /** Undefined when it was not typed. */
  readonly argument?: string | undefined;
  readonly around: Surroundings;
}

/** What a command runs in. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly progress: Progress;
}

/** A line on standard error, while the work goes on. */
export type Progress = (line: string) => void;

/** Options as they were typed: true for one without a value, a list for one that may be repeated. */
export type Given = Readonly<Record<string, string | true | readonly string[]>>;

/** What came of it, to be printed in one way or the other. */
export interface Report {
  readonly exitCode: ExitCode;
  readonly document: Document;
  readonly lines: (paint: Paint) => readonly string[];
  /** Standard output has been taken by what was asked for: the report goes to standard error. */
  readonly isAside?: boolean;
}

/** For `--json`: snake_case, and only ever added to. */
export type Document = Readonly<Record<string, unknown>>;
