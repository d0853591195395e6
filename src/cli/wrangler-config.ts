import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'smol-toml';
import * as z from 'zod';
import { exitCodes } from './exit-codes.ts';
import { FailureError } from './failure.ts';

/** What `wrangler.toml` says of the account's resources. */
export interface WranglerConfig {
  /** Of the Worker. */
  readonly name: string;
  readonly accountId: string | undefined;
  /** Of the KV namespace; undefined until there is one. */
  readonly namespaceId: string | undefined;
  readonly queues: readonly string[];
}

/** The binding that snapshots are read by. */
const binding = 'SNAPSHOTS';

const shape = z.object({
  name: z.string().min(1),
  account_id: z.string().optional(),
  kv_namespaces: z
    .array(z.object({ binding: z.string(), id: z.string().optional() }))
    .refine((namespaces) => namespaces.some((each) => each.binding === binding)),
  queues: z.object({ producers: z.array(z.object({ queue: z.string() })).optional() }).optional(),
});

export function readWranglerConfig(path: string): WranglerConfig {
  try {
    const config = shape.parse(parse(readFileSync(path, 'utf8')));
    return {
      name: config.name,
      accountId: config.account_id,
      namespaceId: config.kv_namespaces.find((each) => each.binding === binding)?.id,
      queues: (config.queues?.producers ?? []).map(({ queue }) => queue),
    };
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** One line below the binding's; everything else of the file stays as it is, to the letter. */
export function writeNamespaceId(path: string, id: string): void {
  const before = readFileSync(path, 'utf8');
  const after = withNamespaceId(before, id);
  if (after === undefined) throw notWritten(path, id);
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, after);
    renameSync(temporary, path);
  } catch {
    rmSync(temporary, { force: true });
    throw notWritten(path, id);
  }
}

/** Undefined where the file does not then say what it said before, and the id. */
export function withNamespaceId(text: string, id: string): string | undefined {
  const lines = text.split('\n');
  const place = lines.findIndex((line) => bindingLine.test(line));
  const [, indent = '', , end = ''] = bindingLine.exec(lines[place] ?? '') ?? [];
  const after = lines.toSpliced(place + 1, 0, `${indent}id = "${id}"${end}`).join('\n');
  try {
    return isDeepStrictEqual(parse(after), expected(text, id)) ? after : undefined;
  } catch {
    return undefined;
  }
}

/** Alone on its line, with the line's own ending. */
const bindingLine = /^(\s*)binding\s*=\s*(["'])SNAPSHOTS\2\s*?(?:#.*?)?(\r?)$/;

function expected(text: string, id: string): unknown {
  const config = parse(text);
  const namespace = (config.kv_namespaces as { binding: string; id?: string }[]).find(
    (each) => each.binding === binding,
  );
  if (namespace) namespace.id = id;
  return config;
}

const unreadable = (path: string, error: unknown) =>
  new FailureError({
    code: 'no_configuration',
    exitCode: exitCodes.unsound,
    message: `${path} cannot be used: ${reasonOf(error)}.`,
    wayOut: `It has to be TOML with a name and [[kv_namespaces]] with binding = "${binding}". Take it back with git, or name another with --config.`,
  });

const reasonOf = (error: unknown): string => {
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    return `${issue?.path.join('.')}: ${issue?.message}`;
  }
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
};

const notWritten = (path: string, id: string) =>
  new FailureError({
    code: 'not_written',
    exitCode: exitCodes.unsound,
    message: `The id of the KV namespace could not be written into ${path}. It is as it was.`,
    wayOut: `Write below binding = "${binding}" by hand: id = "${id}"`,
  });
