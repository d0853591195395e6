import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'smol-toml';
import * as z from 'zod';
import { exitCodes } from './exit-codes.ts';
import { FailureError } from './failure.ts';

/** What is read of `wrangler.toml`; there is more in it. */
export type WranglerConfig = z.infer<typeof shape>;

/** The binding that snapshots are read by. */
const binding = 'SNAPSHOTS';

const named = z.object({ binding: z.string() });

const shape = z.object({
  /** Of the Worker. */
  name: z.string().min(1),
  account_id: z.string().optional(),
  /** The code, as seen from the file. */
  main: z.string().default('src/worker.ts'),
  /** Without an id until there is one. */
  kv_namespaces: z
    .array(named.extend({ id: z.string().optional() }))
    .refine((namespaces) => namespaces.some((each) => each.binding === binding)),
  durable_objects: z
    .object({ bindings: z.array(z.object({ name: z.string() })) })
    .default({ bindings: [] }),
  queues: z
    .object({
      producers: z.array(named.extend({ queue: z.string() })).default([]),
      consumers: z.array(z.object({ queue: z.string() })).default([]),
    })
    .default({ producers: [], consumers: [] }),
  /** Of Durable Objects. */
  migrations: z.array(z.object({ tag: z.string() })).default([]),
});

/** Throws where the file is not there, or is none. */
export function readWranglerConfig(path: string): WranglerConfig {
  try {
    return shape.parse(parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** Of producers and consumers, each once. */
export const listQueues = ({ queues }: WranglerConfig): readonly string[] => [
  ...new Set([...queues.producers, ...queues.consumers].map(({ queue }) => queue)),
];

/** Of the namespace of snapshots; undefined until there is one. */
export const namespaceIdOf = ({ kv_namespaces }: WranglerConfig): string | undefined =>
  kv_namespaces.find((each) => each.binding === binding)?.id;

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
