import { Alert, Code } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { resultAddress } from './run-repair.ts';

/** While nothing says what came of a repair: its answer was lost, or the database went away under it. */
export const RepairLost = ({ id }: { readonly id: string }) => (
  <Alert
    color="yellow"
    icon={<IconPlugConnectedX />}
    title="It is not known yet whether it was repaired"
    role="status"
  >
    The connection was lost meanwhile. This page asks for the result until something answers.
    Without it: <Code className="wraps-anywhere">{resultAddress(id)}</Code>
  </Alert>
);
