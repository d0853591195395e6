import { TextInput, type TextInputProps } from '@mantine/core';

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
    onChange={(event) => onChange(toInstant(event.currentTarget.value))}
  />
);

const minuteMilliseconds = 60_000;

/** As the browser's field takes it: without zone, to the minute. */
function toLocal(instant: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return '';
  const shifted = at.getTime() - at.getTimezoneOffset() * minuteMilliseconds;
  return new Date(shifted).toISOString().slice(0, 16);
}

function toInstant(local: string): string | undefined {
  const at = new Date(local);
  return local === '' || Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
