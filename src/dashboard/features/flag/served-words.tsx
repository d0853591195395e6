import { Alert, Anchor, Text } from '@mantine/core';
import { describeOn } from './describe-on.ts';
import type { FlagDetail, FlagState } from './flag-query.ts';

interface ServedWordsProps {
  readonly flag: FlagDetail;
  readonly state: FlagState;
  readonly onHistory: () => void;
}

/** What is served in an environment, as it is saved. */
export function ServedWords({ flag, state, onHistory }: ServedWordsProps) {
  if (flag.status === 'archived') {
    return (
      <Text size="sm" c="dimmed">
        Archived: it is served to nobody, and code that asks for it gets its own default.
      </Text>
    );
  }
  if (state.is_killed) {
    return (
      <Alert color="red" title={`Stopped in ${state.environment}`} py="xs">
        <Text size="sm">
          Everybody is served <b>{flag.off_variant}</b>, whatever rules and overrides say.{' '}
          <Anchor component="button" type="button" inherit underline="always" onClick={onHistory}>
            By whom, and why
          </Anchor>
        </Text>
      </Alert>
    );
  }
  return (
    <Text size="sm" c="dimmed" className="wraps-anywhere">
      {state.is_enabled ? (
        describeOn(flag, state)
      ) : (
        <>
          Off: everybody is served <b>{flag.off_variant}</b>, but for overrides.
        </>
      )}
    </Text>
  );
}
