import { TextInput, type TextInputProps } from '@mantine/core';
import { fromLocal, toLocal } from '../lib/local-instant.ts';

interface InstantInputProps extends Omit<TextInputProps, 'value' | 'onChange' | 'type'> {
  /** ISO 8601 with zone; undefined while there is none. */
  readonly value: string | undefined;
  readonly onChange: (instant: string | undefined) => void;
}

/** An instant, picked in the reader's own zone. */
export const InstantInput = ({ value, onChange, ...rest }: InstantInputProps) => (
  <TextInput
    {...rest}
    type="datetime-local"
    value={value === undefined ? '' : toLocal(value)}
    onChange={(event) => onChange(fromLocal(event.currentTarget.value))}
  />
);
