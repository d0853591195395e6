import { Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { FormDialog } from '../../components/form-dialog.tsx';
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
    <FormDialog
      title="New webhook"
      action="Create"
      doing={creating}
      errorTitle="It was not made"
      onSubmit={() => creating.mutate()}
      onClose={onClose}
    >
      <WebhookFields form={form} onChange={setForm} />
    </FormDialog>
  );
}
