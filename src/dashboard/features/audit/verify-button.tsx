import { Button, List, Modal, Stack, Text } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { type Verdict, verifyChain } from './verify-chain.ts';

/** Checks the whole chain of hashes, and says what came of it. */
export function VerifyButton() {
  const verifying = useMutation({ mutationFn: verifyChain });
  const button = useRef<HTMLButtonElement>(null);
  const isShown = verifying.data !== undefined || verifying.error !== null;
  const close = () => {
    verifying.reset();
    button.current?.focus();
  };
  return (
    <>
      <Button
        ref={button}
        variant="default"
        leftSection={<IconShieldCheck size={16} />}
        loading={verifying.isPending}
        onClick={() => verifying.mutate()}
      >
        Verify
      </Button>
      <Modal opened={isShown} onClose={close} title="Verification of the audit log">
        {verifying.error && <ErrorAlert error={verifying.error} title="It could not be verified" />}
        {verifying.data && <Result verdict={verifying.data} />}
      </Modal>
    </>
  );
}

const Result = ({ verdict }: { readonly verdict: Verdict }) => (
  <Stack gap="xs" role="status">
    <Text fw={600} c={verdict.first_fault ? 'red' : 'green'}>
      {verdict.first_fault
        ? `Entry ${verdict.first_fault.seq} was ${verdict.first_fault.kind}.`
        : `Intact: ${verdict.entries.toLocaleString()} entries, each as it was written.`}
    </Text>
    {verdict.first_fault && <Text size="sm">{verdict.first_fault.message}</Text>}
    <List size="sm" spacing={4}>
      <List.Item>
        {verdict.anchors === 0
          ? 'No hash has been noted outside of the database yet.'
          : `Compared with ${verdict.anchors} hashes that were noted outside of the database.`}
      </List.Item>
      <List.Item>
        {verdict.is_append_only
          ? 'The database lets nobody alter or delete an entry.'
          : 'The database would let entries be altered: repair it.'}
      </List.Item>
      {verdict.restarted_at && (
        <List.Item>
          The log begins anew at {new Date(verdict.restarted_at).toLocaleString()}.
        </List.Item>
      )}
      {verdict.head && (
        <List.Item className="wraps-anywhere">
          Newest: entry {verdict.head.seq}, {verdict.head.hash}
        </List.Item>
      )}
    </List>
  </Stack>
);
