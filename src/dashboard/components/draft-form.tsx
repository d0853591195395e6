import { Stack } from '@mantine/core';
import { type ReactNode, useRef } from 'react';
import { wasOvertaken } from '../lib/api.ts';
import { keepFromSubmitting } from '../lib/keep-from-submitting.ts';
import type { DraftHandle } from '../lib/use-draft.ts';
import { useOnce } from '../lib/use-once.ts';
import { ClashAlert } from './clash-alert.tsx';
import { ErrorAlert } from './error-alert.tsx';
import { SaveBar } from './save-bar.tsx';

interface DraftFormProps<Values extends object> {
  readonly draft: DraftHandle<Values>;
  readonly labels: Readonly<Record<keyof Values & string, string>>;
  /** The mutation that saves it. */
  readonly saving: {
    readonly isPending: boolean;
    readonly error: unknown;
    readonly mutate: (draft: DraftHandle<Values>) => void;
    readonly reset: () => void;
  };
  /** What saving it comes to. */
  readonly says?: ReactNode;
  /** What else can be done before it is saved. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page's worth of fields whose changes are saved together, with what somebody else changed meanwhile. */
export function DraftForm<Values extends object>(props: DraftFormProps<Values>) {
  const { draft, labels, saving, says, actions, children } = props;
  const form = useRef<HTMLFormElement>(null);
  const once = useOnce(saving.isPending);
  const isOvertaken = wasOvertaken(saving.error);
  const isBlocked = draft.clashes.length > 0;
  const changed = Object.keys(draft.changes) as (keyof Values & string)[];
  return (
    <form
      ref={form}
      onKeyDown={keepFromSubmitting}
      onSubmit={(event) => {
        event.preventDefault();
        if (draft.isChanged && !isBlocked) once(() => saving.mutate(draft));
      }}
    >
      <Stack gap="md">
        <ClashAlert draft={draft} labels={labels} isOvertaken={isOvertaken} />
        {children}
        {saving.error !== null && !isOvertaken && (
          <ErrorAlert error={saving.error} title="It was not saved" />
        )}
        <SaveBar
          changed={changed.map((name) => labels[name])}
          says={says}
          refusal={isOvertaken ? undefined : refusalOf(saving.error)}
          isSaving={saving.isPending}
          isBlocked={isBlocked}
          onSave={() => form.current?.requestSubmit()}
          onDiscard={() => {
            saving.reset();
            draft.discard();
          }}
        >
          {actions}
        </SaveBar>
      </Stack>
    </form>
  );
}

const refusalOf = (error: unknown): string | undefined =>
  error instanceof Error ? error.message : undefined;
