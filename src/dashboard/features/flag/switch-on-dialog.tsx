import { Text } from '@mantine/core';
import { FormDialog } from '../../components/form-dialog.tsx';
import type { DraftHandle } from '../../lib/use-draft.ts';
import type { FlagState } from './flag-query.ts';
import { type StateValues, stateLabels } from './targeting/state-values.ts';
import { useSaveState } from './targeting/use-save-state.ts';

interface SwitchOnDialogProps {
  readonly state: FlagState;
  readonly draft: DraftHandle<StateValues>;
  readonly onClose: () => void;
}

/** Who switches on beside a draft means what they see: alone, the switch would serve what was saved before. */
export function SwitchOnDialog({ state, draft, onClose }: SwitchOnDialogProps) {
  const saving = useSaveState(state, { is_enabled: true });
  const isClash = draft.clashes.length > 0;
  const names = (Object.keys(draft.changes) as (keyof StateValues)[]).map((n) => stateLabels[n]);
  return (
    <FormDialog
      title={`Switch it on in ${state.environment}`}
      action="Save and switch on"
      isReady={!isClash}
      doing={saving}
      errorTitle="It was not switched on"
      onSubmit={() => saving.mutate(draft, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Text size="sm">
        Not saved yet: <b>{names.join(', ').toLowerCase()}</b>. It is saved together with the
        switch, so that nobody is served what was there before. To switch on without it, discard it
        first.
      </Text>
      {isClash && (
        <Text size="sm" c="red">
          Somebody else changed the same meanwhile: choose first which is kept, under Targeting.
        </Text>
      )}
    </FormDialog>
  );
}
