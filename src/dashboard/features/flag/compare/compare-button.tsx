import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { lazy, Suspense } from 'react';
import type { FlagState } from '../flag-query.ts';
import type { StateValues } from '../targeting/state-values.ts';

const CompareDialog = lazy(async () => ({
  default: (await import('./compare-dialog.tsx')).CompareDialog,
}));

interface CompareButtonProps {
  readonly state: FlagState;
  readonly values: StateValues;
}

/** The engine is fetched when it is first needed. */
export function CompareButton({ state, values }: CompareButtonProps) {
  const [isOpen, opened] = useDisclosure();
  return (
    <>
      <Button size="sm" variant="default" onClick={opened.open}>
        Compare
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <CompareDialog state={state} values={values} onClose={opened.close} />
        </Suspense>
      )}
    </>
  );
}
