import { Button, Group, NumberInput, Skeleton } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  StaleThresholds,
  StaleThresholdsResource,
} from '../../../contract/flags/staleness.ts';
import { ClashAlert } from '../../components/clash-alert.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Section } from '../../components/section.tsx';
import { admin, bodyOf, ifMatch, wasOvertaken } from '../../lib/api.ts';
import { type DraftHandle, useDraft } from '../../lib/use-draft.ts';
import { useMe } from '../session/use-me.ts';
import { thresholdsQuery } from './stale-flags-query.ts';

const labels: Readonly<Record<keyof StaleThresholds, string>> = {
  unused_days: 'Not evaluated for',
  rolled_out_days: 'One variant for all for',
  lifetime_days: 'Older than',
};

/** After how many days a flag counts as stale, for the whole project. */
export function ThresholdForm() {
  const thresholds = useQuery(thresholdsQuery);
  return (
    <Section
      title="What counts as stale"
      says="In days. A flag can have its own; one that is permanent never is."
    >
      {thresholds.error && <ErrorAlert error={thresholds.error} />}
      {thresholds.isPending && !thresholds.error && <Skeleton height={60} />}
      {thresholds.data && <Fields thresholds={thresholds.data} />}
    </Section>
  );
}

function Fields({ thresholds }: { readonly thresholds: StaleThresholdsResource }) {
  const { revision, ...values } = thresholds;
  const queryClient = useQueryClient();
  const mayChange = useMe().may('admin');
  const draft = useDraft<StaleThresholds>({ revision, values });
  const saving = useMutation({
    mutationFn: ({ values: json, base }: DraftHandle<StaleThresholds>) =>
      bodyOf(admin['stale-thresholds'].$put({ json }, ifMatch(base.revision))),
    onSuccess: (_, sent) => sent.settle(),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['stale-thresholds'] }),
        queryClient.invalidateQueries({ queryKey: ['stale-flags'] }),
      ]),
  });
  const isOvertaken = wasOvertaken(saving.error);
  const names = Object.keys(labels) as (keyof StaleThresholds)[];
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate(draft);
      }}
    >
      <Group gap="sm" align="flex-end">
        {names.map((name) => (
          <NumberInput
            key={name}
            label={labels[name]}
            suffix=" days"
            min={1}
            max={3650}
            allowDecimal={false}
            readOnly={!mayChange}
            value={draft.values[name]}
            onChange={(value) => draft.set({ [name]: Number(value) })}
            w={{ base: '100%', xs: 210 }}
          />
        ))}
        {mayChange && (
          <Button
            type="submit"
            variant="default"
            disabled={!draft.isChanged || draft.clashes.length > 0}
            loading={saving.isPending}
          >
            Save
          </Button>
        )}
      </Group>
      <ClashAlert draft={draft} labels={labels} isOvertaken={isOvertaken} />
      {saving.error && !isOvertaken && <ErrorAlert error={saving.error} />}
    </form>
  );
}
