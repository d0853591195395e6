import { TextInput, type TextInputProps } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useRef } from 'react';
import { easilySeen } from '../lib/easily-seen.ts';
import { isForDialog } from '../lib/is-for-dialog.ts';

interface ListSearchProps extends Pick<TextInputProps, 'w' | 'placeholder'> {
  /** How long the list is: a short one needs no search. */
  readonly length: number;
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

/** Narrows a list down while one types. `/` goes there, Escape leaves it. */
export function ListSearch(props: ListSearchProps) {
  const { length, label, value = '', onChange, w, placeholder } = props;
  const input = useRef<HTMLInputElement>(null);
  useHotkeys([['/', (event) => isForDialog(event) || input.current?.focus()]]);
  if (length <= easilySeen && value === '') return null;
  return (
    <TextInput
      ref={input}
      aria-label={label}
      placeholder={placeholder ?? label}
      leftSection={<IconSearch size={16} />}
      rightSection={<kbd className="go-key">/</kbd>}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
      onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
      w={w ?? { base: '100%', sm: 310 }}
    />
  );
}
