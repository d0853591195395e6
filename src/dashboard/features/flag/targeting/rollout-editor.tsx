import { Group, NumberInput, Progress, Slider, Stack, Text } from '@mantine/core';
import { Swatch } from '../../../components/swatch.tsx';
import type { DraftHandle } from '../../../lib/use-draft.ts';
import type { FlagDetail, FlagState } from '../flag-query.ts';
import { TabLink } from '../tab-link.tsx';
import { variantColor } from '../variant-color.ts';
import { MovedEvaluations } from './moved-evaluations.tsx';
import { SplitEditor } from './split-editor.tsx';
import type { StateValues } from './state-values.ts';

interface RolloutEditorProps {
  readonly flag: FlagDetail;
  readonly state: FlagState;
  readonly draft: DraftHandle<StateValues>;
  readonly isReadOnly: boolean;
}

const marks = [0, 25, 50, 75, 100].map((value) => ({ value, label: `${value} %` }));

/** What is served to whoever no rule decides. */
export function RolloutEditor({ flag, state, draft, isReadOnly }: RolloutEditorProps) {
  const { values, set } = draft;
  const setPercentage = (percentage: number) => set({ rollout_percentage: percentage });
  return (
    <Stack gap="sm">
      <Group align="flex-start" gap="lg" wrap="nowrap">
        <Slider
          thumbLabel="Rollout in percent"
          value={values.rollout_percentage}
          onChange={setPercentage}
          marks={marks}
          label={(value) => `${value} %`}
          disabled={isReadOnly}
          flex={1}
          mt={8}
          mb="xl"
        />
        <NumberInput
          aria-label="Rollout in percent, exactly"
          value={values.rollout_percentage}
          onChange={(value) => setPercentage(Number(value))}
          min={0}
          max={100}
          decimalScale={3}
          suffix=" %"
          disabled={isReadOnly}
          w={110}
        />
      </Group>
      <ServedBar flag={flag} values={values} />
      <SplitEditor
        flag={flag}
        split={values.split}
        onChange={(split) => set({ split })}
        isReadOnly={isReadOnly}
        label="Served by default"
      />
      {flag.kind !== 'boolean' && (
        <Text size="xs" c="dimmed">
          Variants are named, and given their values, under{' '}
          <TabLink tab="definition">Variants and settings</TabLink>.
        </Text>
      )}
      <MovedEvaluations flag={flag} state={state} values={values} />
    </Stack>
  );
}

/** Everybody as one bar: the shares of the rollout, and the off variant for the rest. */
function ServedBar({ flag, values }: { readonly flag: FlagDetail; readonly values: StateValues }) {
  const served = values.split.map(({ variant, weight }, place) => ({
    id: `${place} ${variant}`,
    variant,
    percent: (values.rollout_percentage * weight) / 100_000,
  }));
  const rest = { id: 'rest', variant: flag.off_variant, percent: 100 - values.rollout_percentage };
  const shown = [...served, rest].filter(({ percent }) => percent > 0);
  return (
    <Stack gap={4}>
      <Progress.Root size={18} aria-hidden>
        {shown.map(({ id, variant, percent }) => (
          <Progress.Section key={id} value={percent} color={variantColor(flag, variant)} />
        ))}
      </Progress.Root>
      <Group gap="md">
        {shown.map(({ id, variant, percent }) => (
          <Group key={id} gap={6} wrap="nowrap">
            <Swatch color={variantColor(flag, variant)} />
            <Text size="xs" c="dimmed">
              <b>{variant}</b> {Number(percent.toFixed(3))} %
            </Text>
          </Group>
        ))}
      </Group>
    </Stack>
  );
}
