import { Textarea, type TextareaProps } from '@mantine/core';
import { useState } from 'react';
import type { Json } from '../../engine/json.ts';

interface JsonFieldProps extends Omit<TextareaProps, 'value' | 'onChange' | 'defaultValue'> {
  readonly value: Json;
  readonly onChange: (value: Json) => void;
  /** What no text at all stands for; without it, some JSON is needed. */
  readonly empty?: Json;
}

/** A JSON value as text. What is no JSON is not taken, and keeps its form from being sent. */
export function JsonField({ value, onChange, empty, error, ...rest }: JsonFieldProps) {
  const [text, setText] = useState(() =>
    empty !== undefined && value === empty ? '' : JSON.stringify(value, null, 2),
  );
  const [fault, setFault] = useState<string>();
  const write = (area: HTMLTextAreaElement) => {
    setText(area.value);
    const read = readJson(area.value, empty);
    setFault(read.fault);
    area.setCustomValidity(read.fault ?? '');
    if (read.fault === undefined) onChange(read.value ?? null);
  };
  return (
    <Textarea
      {...rest}
      value={text}
      onChange={(event) => write(event.currentTarget)}
      error={fault ?? error}
      autosize
      maxRows={24}
      spellCheck={false}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
    />
  );
}

interface Read {
  readonly value?: Json;
  readonly fault?: string;
}

function readJson(text: string, empty: Json | undefined): Read {
  if (text.trim() === '' && empty !== undefined) return { value: empty };
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}
