import {
  ActionIcon,
  Button,
  Group,
  SegmentedControl,
  Stack,
  Textarea,
  TextInput,
} from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { Json, JsonObject } from '../../../engine/json.ts';
import { isObject } from './try-search.ts';

interface ContextInputProps {
  readonly context: JsonObject;
  readonly onChange: (context: JsonObject) => void;
}

const views = [
  { value: 'form', label: 'Form' },
  { value: 'json', label: 'JSON' },
];

/** A context, attribute by attribute, or pasted as JSON. */
export function ContextInput({ context, onChange }: ContextInputProps) {
  const [view, setView] = useState('form');
  return (
    <Stack gap="xs">
      <SegmentedControl
        size="xs"
        data={views}
        value={view}
        onChange={setView}
        aria-label="How the context is written"
        className="begin"
      />
      {view === 'form' ? (
        <AttributeRows context={context} onChange={onChange} />
      ) : (
        <ContextJson context={context} onChange={onChange} />
      )}
    </Stack>
  );
}

function AttributeRows({ context, onChange }: ContextInputProps) {
  const [rows, setRows] = useState(() =>
    Object.entries(context).map(([name, value]) => ({ name, text: asText(value) })),
  );
  const set = (next: typeof rows) => {
    setRows(next);
    onChange(
      Object.fromEntries(
        next.filter(({ name }) => name !== '').map(({ name, text }) => [name, asValue(text)]),
      ),
    );
  };
  const change = (place: number, to: Partial<(typeof rows)[number]>) =>
    set(rows.map((row, at) => (at === place ? { ...row, ...to } : row)));
  return (
    <Stack gap={6}>
      {rows.map(({ name, text }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a name is typed, and would take away the focus
        <Group key={place} gap={6} wrap="nowrap">
          <TextInput
            aria-label="Attribute"
            value={name}
            onChange={(event) => change(place, { name: event.currentTarget.value })}
            size="sm"
            flex={1}
          />
          <TextInput
            aria-label={`Value of ${name}`}
            value={text}
            onChange={(event) => change(place, { text: event.currentTarget.value })}
            size="sm"
            flex={1}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            onClick={() => set(rows.filter((_, at) => at !== place))}
            aria-label={`Remove ${name}`}
          >
            <IconX size={16} />
          </ActionIcon>
        </Group>
      ))}
      <Group>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={14} />}
          onClick={() => setRows([...rows, { name: '', text: '' }])}
        >
          Attribute
        </Button>
      </Group>
    </Stack>
  );
}

function ContextJson({ context, onChange }: ContextInputProps) {
  const [text, setText] = useState(() => JSON.stringify(context, null, 2));
  const [fault, setFault] = useState<string>();
  const write = (next: string) => {
    setText(next);
    try {
      const read: unknown = JSON.parse(next);
      setFault(isObject(read) ? undefined : 'A context is a JSON object.');
      if (isObject(read)) onChange(read);
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Textarea
      aria-label="Context as JSON"
      value={text}
      onChange={(event) => write(event.currentTarget.value)}
      error={fault}
      autosize
      minRows={5}
      maxRows={20}
      spellCheck={false}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
    />
  );
}

const asText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** `true`, `12` and `["a"]` are what they look like; whatever else is a text. */
function asValue(text: string): Json {
  if (!/^(true|false|null|-?\d|\[|\{|")/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
