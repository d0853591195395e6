import { NumberInput, TextInput } from '@mantine/core';
import type { Json } from '../../../engine/json.ts';
import { InstantInput } from '../../components/instant-input.tsx';
import { operatorForm } from './operators.ts';
import { TextsInput } from './texts-input.tsx';

interface OperandInputProps {
  readonly operator: string;
  readonly value: Json | undefined;
  readonly onChange: (value: Json | undefined) => void;
  readonly error: string | undefined;
  readonly isReadOnly: boolean;
}

/** What an attribute is compared with, as its operator takes it. */
export function OperandInput({ operator, value, onChange, error, isReadOnly }: OperandInputProps) {
  const { editor, placeholder } = operatorForm(operator);
  const shared = {
    'aria-label': 'Value',
    disabled: isReadOnly,
    readOnly: isReadOnly,
    size: 'sm',
    error,
    flex: '1 1 180px',
    ...(placeholder !== undefined && { placeholder }),
  } as const;
  switch (editor) {
    case 'none':
      return null;
    case 'texts':
      return <TextsInput {...shared} value={asTexts(value)} onChange={onChange} />;
    case 'number':
      return (
        <NumberInput
          {...shared}
          value={typeof value === 'number' || typeof value === 'string' ? value : ''}
          onChange={(next) => onChange(next === '' ? undefined : Number(next))}
        />
      );
    case 'instant':
      return (
        <InstantInput
          {...shared}
          value={typeof value === 'string' ? value : undefined}
          onChange={onChange}
        />
      );
    case 'text':
      return (
        <TextInput
          {...shared}
          value={asText(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}

/** 42 and "42" are the same to every operator that compares text. */
const asText = (value: Json | undefined): string =>
  value === undefined || value === null
    ? ''
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);

const asTexts = (value: Json | undefined): string[] =>
  value === undefined || value === ''
    ? []
    : Array.isArray(value)
      ? value.map(asText)
      : [asText(value)];
