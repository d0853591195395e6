import { Code, List, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import type * as z from 'zod';
import type { Problem } from '../../../contract/errors/problem.ts';
import { problemsOf } from '../../../contract/errors/zod-problems.ts';

interface JsonViewProps<Value> {
  readonly label: string;
  readonly value: Value;
  readonly schema: z.ZodType<Value>;
  /** Where it stands in what is saved: `rules`, `when`. */
  readonly path: string;
  readonly onChange: (value: Value) => void;
  readonly isReadOnly: boolean;
  /** What the last save was refused for. */
  readonly problems: readonly Problem[];
}

/** What is built, as text. What cannot be read is not taken, and keeps its form from being saved. */
export function JsonView<Value>(props: JsonViewProps<Value>) {
  const { label, value, schema, path, onChange, isReadOnly, problems } = props;
  const [text, setText] = useState(() => JSON.stringify(value, null, 2));
  const [faults, setFaults] = useState<readonly Problem[]>([]);
  const write = (area: HTMLTextAreaElement) => {
    setText(area.value);
    const read = readText(area.value, schema);
    setFaults(read.problems.map((each) => ({ ...each, path: joined(path, each.path) })));
    area.setCustomValidity(read.problems.length > 0 ? 'Mend the JSON first.' : '');
    if (read.value !== undefined) onChange(read.value);
  };
  const shown = faults.length > 0 ? faults : problems.filter((each) => each.path.startsWith(path));
  return (
    <Stack gap="xs">
      <Textarea
        aria-label={label}
        value={text}
        onChange={(event) => write(event.currentTarget)}
        readOnly={isReadOnly}
        autosize
        minRows={8}
        maxRows={32}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
        error={shown.length > 0}
      />
      {shown.length > 0 && (
        <List size="sm" c="red" role="alert">
          {shown.map((each) => (
            <List.Item key={each.path + each.message}>
              <Code>{each.path}</Code> {each.message}
            </List.Item>
          ))}
        </List>
      )}
    </Stack>
  );
}

interface Read<Value> {
  readonly value?: Value;
  readonly problems: readonly Problem[];
}

function readText<Value>(text: string, schema: z.ZodType<Value>): Read<Value> {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success
      ? { value: parsed.data, problems: [] }
      : { problems: problemsOf(parsed.error) };
  } catch (error) {
    return { problems: [{ path: '', message: String(error) }] };
  }
}

const joined = (path: string, part: string): string =>
  part === '' || part.startsWith('[') ? path + part : `${path}.${part}`;
