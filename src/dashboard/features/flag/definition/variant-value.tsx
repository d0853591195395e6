import { NumberInput, Select, TextInput } from '@mantine/core';
import type { Json } from '../../../../engine/json.ts';
import { JsonField } from '../../../components/json-field.tsx';
import type { FlagDetail } from '../flag-query.ts';

interface VariantValueProps {
  readonly kind: FlagDetail['kind'];
  readonly label: string;
  readonly value: Json;
  readonly onChange: (value: Json) => void;
  readonly error: string | undefined;
  readonly isReadOnly: boolean;
}

/** A value of the flag's kind. */
export function VariantValue({
  kind,
  label,
  value,
  onChange,
  error,
  isReadOnly,
}: VariantValueProps) {
  const shared = { 'aria-label': label, error, disabled: isReadOnly, flex: 1 } as const;
  switch (kind) {
    case 'boolean':
      return (
        <Select
          {...shared}
          data={['true', 'false']}
          value={String(value)}
          onChange={(text) => onChange(text === 'true')}
          allowDeselect={false}
        />
      );
    case 'number':
      return (
        <NumberInput
          {...shared}
          required
          value={typeof value === 'number' ? value : ''}
          onChange={(next) => onChange(Number(next))}
        />
      );
    case 'string':
      return (
        <TextInput
          {...shared}
          placeholder="Empty text"
          value={String(value ?? '')}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'json':
      return <JsonField {...shared} value={value} onChange={onChange} minRows={1} />;
  }
}
