import { TagsInput, type TagsInputProps, Textarea } from '@mantine/core';
import { useState } from 'react';

interface TextsInputProps
  extends Pick<
    TagsInputProps,
    'disabled' | 'readOnly' | 'size' | 'error' | 'flex' | 'placeholder'
  > {
  readonly 'aria-label': string;
  readonly value: readonly string[];
  readonly onChange: (texts: string[]) => void;
}

/** Beyond that a page of tags takes seconds for every key. */
const mostTags = 200;

/** Several texts: as tags, or where they are many, one a line. */
export function TextsInput({ value, onChange, placeholder, ...rest }: TextsInputProps) {
  if (value.length > mostTags) return <Lines {...rest} value={value} onChange={onChange} />;
  return (
    <TagsInput
      {...rest}
      value={[...value]}
      onChange={onChange}
      placeholder={value.length > 0 ? '' : (placeholder ?? 'Type, then Enter')}
      acceptValueOnBlur
      splitChars={[',', '\n']}
    />
  );
}

/** A line that is still empty is no text yet, and stays while one types. */
function Lines({ value, onChange, ...rest }: Omit<TextsInputProps, 'placeholder'>) {
  const [written, setWritten] = useState('');
  const given = value.join('\n');
  return (
    <Textarea
      {...rest}
      description={`${value.length.toLocaleString('en')} values, one a line.`}
      rows={8}
      value={textsIn(written).join('\n') === given ? written : given}
      onChange={(event) => {
        setWritten(event.currentTarget.value);
        onChange(textsIn(event.currentTarget.value));
      }}
      spellCheck={false}
    />
  );
}

const textsIn = (lines: string): string[] => [
  ...new Set(lines.split('\n').filter((line) => line.trim() !== '')),
];
