import { Group, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import type { AuthoredRule } from '../../../../contract/flags/rule.ts';
import { InstantInput } from '../../../components/instant-input.tsx';
import { useConditions, useProblemAt } from '../../conditions/condition-context.ts';
import type { FlagDetail } from '../flag-query.ts';
import { SplitEditor } from '../targeting/split-editor.tsx';

interface RuleServesProps {
  readonly flag: FlagDetail;
  readonly rule: AuthoredRule;
  readonly path: string;
  readonly onChange: (rule: AuthoredRule) => void;
}

/** What a rule serves, to which part of those it matches, and when. */
export function RuleServes({ flag, rule, path, onChange }: RuleServesProps) {
  const { isReadOnly } = useConditions();
  const problemAt = useProblemAt();
  return (
    <Stack gap="sm">
      <Group gap="xl" align="flex-start">
        <div>
          <Text size="sm" fw={550} mb={6}>
            Then it serves
          </Text>
          <SplitEditor
            flag={flag}
            split={rule.split}
            onChange={(split) => onChange({ ...rule, split })}
            isReadOnly={isReadOnly}
            label={`Served by rule ${rule.id}`}
          />
        </div>
        <NumberInput
          label="To this part of them"
          description="The rest goes on to the next rule."
          value={rule.rollout_percentage}
          onChange={(value) => onChange({ ...rule, rollout_percentage: Number(value) })}
          error={problemAt(`${path}.rollout_percentage`)}
          min={0}
          max={100}
          decimalScale={3}
          suffix=" %"
          disabled={isReadOnly}
          size="sm"
          w={220}
        />
      </Group>
      <RuleWindow {...{ rule, path, onChange }} />
    </Stack>
  );
}

type Optional = 'from' | 'until' | 'bucket_by';

/** Only between two instants, drawn by another attribute: both are seldom needed. */
function RuleWindow({ rule, path, onChange }: Omit<RuleServesProps, 'flag'>) {
  const { isReadOnly } = useConditions();
  const problemAt = useProblemAt();
  const set = (name: Optional, value: string | undefined) => {
    const { [name]: _, ...rest } = rule;
    onChange(value === undefined || value === '' ? rest : { ...rest, [name]: value });
  };
  const shared = { disabled: isReadOnly, size: 'sm', w: { base: '100%', sm: 210 } } as const;
  return (
    <Group gap="sm" align="flex-start">
      <InstantInput
        {...shared}
        label="From"
        value={rule.from}
        onChange={(from) => set('from', from)}
        error={problemAt(`${path}.from`)}
      />
      <InstantInput
        {...shared}
        label="Until"
        value={rule.until}
        onChange={(until) => set('until', until)}
        error={problemAt(`${path}.until`)}
      />
      <TextInput
        {...shared}
        label="Bucket by"
        placeholder="As under Advanced"
        value={rule.bucket_by ?? ''}
        onChange={(event) => set('bucket_by', event.currentTarget.value)}
        error={problemAt(`${path}.bucket_by`)}
      />
    </Group>
  );
}
