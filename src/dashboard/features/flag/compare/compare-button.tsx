import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { lazyPart } from '../../../components/lazy-part.tsx';
import type { FlagState } from '../flag-query.ts';
import type { StateValues } from '../targeting/state-values.ts';

const CompareDialog = lazyPart(async () => (await import('./compare-dialog.tsx')).CompareDialog);

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
      {isOpen && <CompareDialog state={state} values={values} onClose={opened.close} />}
    </>
  );
}
