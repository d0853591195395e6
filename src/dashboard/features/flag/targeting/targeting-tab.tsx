import { Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { ClashAlert } from '../../../components/clash-alert.tsx';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { SaveBar } from '../../../components/save-bar.tsx';
import { Section } from '../../../components/section.tsx';
import { ApiError, admin, bodyOf, ifMatch, wasOvertaken } from '../../../lib/api.ts';
import { keepFromSubmitting } from '../../../lib/keep-from-submitting.ts';
import type { DraftHandle } from '../../../lib/use-draft.ts';
import { CompareButton } from '../compare/compare-button.tsx';
import type { FlagDetail, FlagState } from '../flag-query.ts';
import { DependencyView } from '../prerequisites/dependency-view.tsx';
import { RulesEditor } from '../rules/rules-editor.tsx';
import { AdvancedEditor } from './advanced-editor.tsx';
import { Moved } from './moved-evaluations.tsx';
import { PrerequisitesEditor } from './prerequisites-editor.tsx';
import { RolloutEditor } from './rollout-editor.tsx';
import { type StateValues, stateLabels } from './state-values.ts';

interface TargetingTabProps {
  readonly flag: FlagDetail;
  readonly state: FlagState;
  readonly draft: DraftHandle<StateValues>;
  readonly isReadOnly: boolean;
}

/** Who is served what in one environment. */
export function TargetingTab({ flag, state, draft, isReadOnly }: TargetingTabProps) {
  const form = useRef<HTMLFormElement>(null);
  const saving = useSaveState(state);
  const problems = saving.error instanceof ApiError ? saving.error.problems : [];
  const isOvertaken = wasOvertaken(saving.error);
  const changed = Object.keys(draft.changes) as (keyof StateValues)[];
  const isRolloutChanged = changed.some(
    (name) => name === 'rollout_percentage' || name === 'split',
  );
  return (
    <form
      ref={form}
      onKeyDown={keepFromSubmitting}
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate(draft);
      }}
    >
      <Stack gap="md">
        <ClashAlert draft={draft} labels={stateLabels} isOvertaken={isOvertaken} />
        <Section title="Rules">
          <RulesEditor
            {...{ flag, isReadOnly, problems }}
            rules={draft.values.rules}
            onChange={(rules) => draft.set({ rules })}
          />
        </Section>
        <Section title="Rollout" says="What everybody else is served.">
          <RolloutEditor {...{ flag, state, draft, isReadOnly }} />
        </Section>
        <Section title="Prerequisites" says="Without them it serves its off variant.">
          <PrerequisitesEditor flag={flag.key} {...{ draft, isReadOnly }} />
          <DependencyView state={state} />
        </Section>
        <Section title="Advanced" says="How it is drawn who is in a rollout.">
          <AdvancedEditor {...{ draft, isReadOnly }} />
        </Section>
        {saving.error && !isOvertaken && (
          <ErrorAlert error={saving.error} title="It was not saved" />
        )}
        <SaveBar
          changed={changed.map((name) => stateLabels[name])}
          says={isRolloutChanged && <Moved {...{ flag, state }} values={draft.values} />}
          isSaving={saving.isPending}
          isBlocked={draft.clashes.length > 0}
          onSave={() => form.current?.requestSubmit()}
          onDiscard={() => {
            saving.reset();
            draft.discard();
          }}
        >
          <CompareButton state={state} values={draft.values} />
        </SaveBar>
      </Stack>
    </form>
  );
}

function useSaveState({ flag, environment }: FlagState) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (sent: DraftHandle<StateValues>) =>
      bodyOf(
        admin.flags[':flag'].environments[':environment'].$patch(
          { param: { flag, environment }, json: sent.changes as object },
          ifMatch(sent.base.revision),
        ),
      ),
    onSuccess: (_, sent) => {
      sent.settle();
      void queryClient.invalidateQueries({ queryKey: ['flags'] });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['flag', flag] }),
  });
}
