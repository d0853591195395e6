import { Stack, Text } from '@mantine/core';
import type { DifferenceReport } from '../../../contract/health/schema-report.ts';
import { Statement } from './statement.tsx';

/** One object that is not as expected, and the statement for it. */
export function Difference({ difference }: { readonly difference: DifferenceReport }) {
  const { kind, object, expected, actual, is_mendable, migration, statement } = difference;
  return (
    <Stack gap={6}>
      <Text size="sm" className="wraps-anywhere">
        <b>{object}</b> is {words[kind]}.{' '}
        {is_mendable ? 'A repair puts it right.' : 'A person has to decide.'}
        {migration && ` Made by ${migration}.`}
      </Text>
      {expected && <Line label="Expected" text={expected} />}
      {actual && <Line label="There is" text={actual} />}
      <Statement sql={statement} />
    </Stack>
  );
}

const words = {
  missing: 'missing',
  changed: 'something else',
  invalid: 'not valid',
  extra: 'expected by nobody',
} as const;

const Line = ({ label, text }: { readonly label: string; readonly text: string }) => (
  <Text size="sm" className="wraps-anywhere">
    {label}: <code>{text}</code>
  </Text>
);
