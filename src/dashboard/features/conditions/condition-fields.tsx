import { Group, Input, Stack } from '@mantine/core';
import { useState } from 'react';
import type { Problem } from '../../../contract/errors/problem.ts';
import type { AuthoredCondition } from '../../../contract/flags/condition.ts';
import { lazyPart } from '../../components/lazy-part.tsx';
import { keepFromSubmitting } from '../../lib/keep-from-submitting.ts';
import { ConditionProvider } from './condition-context.ts';
import { ConditionEditor } from './condition-editor.tsx';
import { ConditionGroup } from './condition-group.tsx';
import { useNameable } from './use-nameable.ts';
import { type ConditionView, ViewChoice } from './view-choice.tsx';

const ConditionJson = lazyPart(async () => (await import('./condition-json.tsx')).ConditionJson);

interface ConditionFieldsProps {
  /** Whose condition it is: it cannot name itself. */
  readonly segment?: string;
  readonly when: AuthoredCondition;
  readonly onChange: (when: AuthoredCondition) => void;
  readonly isReadOnly: boolean;
  readonly problems: readonly Problem[];
}

/** One condition, built as in the rules of flags, or written as JSON. */
export function ConditionFields(props: ConditionFieldsProps) {
  const { segment, when, onChange, isReadOnly, problems } = props;
  const [view, setView] = useState<ConditionView>('builder');
  const nameable = useNameable(segment === undefined ? {} : { segment });
  return (
    <ConditionProvider value={{ ...nameable, isReadOnly, problems }}>
      <Stack gap="xs" role="group" aria-label="Condition">
        <Group justify="space-between">
          <Input.Label component="div">Who is in it</Input.Label>
          <ViewChoice value={view} onChange={setView} label="How the condition is shown" />
        </Group>
        {view === 'json' ? (
          <ConditionJson path="when" value={when} {...{ onChange, isReadOnly, problems }} />
        ) : (
          // biome-ignore lint/a11y/noStaticElementInteractions: hears what its fields leave over
          <div onKeyDown={keepFromSubmitting}>
            <ConditionGroup
              part={ConditionEditor}
              condition={when}
              path="when"
              onChange={onChange}
            />
          </div>
        )}
      </Stack>
    </ConditionProvider>
  );
}
