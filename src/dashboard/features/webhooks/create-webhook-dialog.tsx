import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { ShownOnce } from '../../components/shown-once.tsx';
import { admin, bodyOf } from '../../lib/api.ts';
import { WebhookFields, type WebhookForm } from './webhook-fields.tsx';
import { webhooksKey } from './webhooks-query.ts';

const empty: WebhookForm = { name: '', url: '', format: 'standard', environment: null, events: [] };

/** Ends with the secret by which a receiver knows that it is us, and then on the page of the new one. */
export function CreateWebhookDialog({ onClose }: { readonly onClose: () => void }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [form, setForm] = useState(empty);
  const creating = useMutation({
    mutationFn: () => bodyOf(admin.webhooks.$post({ json: form })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: webhooksKey }),
  });
  if (creating.data) {
    const { id, name, secret } = creating.data;
    return (
      <ShownOnce
        title={`The secret of ${name}`}
        secrets={[{ label: 'Secret', value: secret }]}
        onClose={() =>
          void navigate({ to: '/webhooks/$webhook', params: { webhook: id }, search: {} })
        }
      >
        <Text size="sm">Your receiver checks by it that a message comes from here.</Text>
      </ShownOnce>
    );
  }
  return (
    <Modal opened onClose={onClose} title="New webhook">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          creating.mutate();
        }}
      >
        <Stack gap="sm">
          <WebhookFields form={form} onChange={setForm} />
          {creating.error && <ErrorAlert error={creating.error} title="It was not made" />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={creating.isPending}>
              Create
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
