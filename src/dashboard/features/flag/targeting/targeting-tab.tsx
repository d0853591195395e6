import { DraftForm } from '../../../components/draft-form.tsx';
import { Section } from '../../../components/section.tsx';
import { ApiError } from '../../../lib/api.ts';
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
import { useSaveState } from './use-save-state.ts';

interface TargetingTabProps {
  readonly flag: FlagDetail;
  readonly state: FlagState;
  readonly draft: DraftHandle<StateValues>;
  readonly isReadOnly: boolean;
}

/** Who is served what in one environment. */
export function TargetingTab({ flag, state, draft, isReadOnly }: TargetingTabProps) {
  const saving = useSaveState(state);
  const problems = saving.error instanceof ApiError ? saving.error.problems : [];
  const isRolloutChanged = 'rollout_percentage' in draft.changes || 'split' in draft.changes;
  return (
    <DraftForm
      {...{ draft, saving }}
      labels={stateLabels}
      says={isRolloutChanged && <Moved {...{ flag, state }} values={draft.values} />}
      actions={<CompareButton state={state} values={draft.values} />}
    >
      <RulesEditor
        {...{ flag, isReadOnly, problems }}
        rules={draft.values.rules}
        onChange={(rules) => draft.set({ rules })}
      />
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
    </DraftForm>
  );
}
