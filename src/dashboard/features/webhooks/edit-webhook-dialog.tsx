import { Button, Group, Modal, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { WebhookResource } from '../../../contract/webhook.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { type Differing, OvertakenAlert } from '../../components/overtaken-alert.tsx';
import { ApiError, admin, bodyOf, ifMatch } from '../../lib/api.ts';
import { WebhookFields, type WebhookForm } from './webhook-fields.tsx';
import { webhooksKey } from './webhooks-query.ts';

interface EditWebhookDialogProps {
  readonly webhook: WebhookResource;
  readonly onClose: () => void;
}

export function EditWebhookDialog({ webhook, onClose }: EditWebhookDialogProps) {
  const queryClient = useQueryClient();
  // As it was when the reader began, whatever is fetched meanwhile.
  const [before] = useState(webhook);
  const [form, setForm] = useState(formOf(webhook));
  const [theirs, setTheirs] = useState<WebhookResource>();
  const param = { id: before.id };
  const close = () => {
    void queryClient.invalidateQueries({ queryKey: webhooksKey });
    onClose();
  };
  const saving = useMutation({
    mutationFn: ({ revision }: WebhookResource) =>
      bodyOf(admin.webhooks[':id'].$patch({ param, json: form }, ifMatch(revision))),
    onSuccess: close,
    onError: async (error) => {
      if (!(error instanceof ApiError) || error.status !== 412) return;
      setTheirs(await bodyOf(admin.webhooks[':id'].$get({ param })));
    },
  });
  return (
    <Modal opened onClose={onClose} title={`Edit ${before.name}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate(before);
        }}
      >
        <Stack gap="sm">
          <WebhookFields form={form} onChange={setForm} />
          {theirs && (
            <OvertakenAlert
              differing={differences(form, formOf(theirs))}
              onAgain={() => {
                setTheirs(undefined);
                saving.mutate(theirs);
              }}
              onGiveUp={close}
            />
          )}
          {saving.error && !theirs && <ErrorAlert error={saving.error} title="It was not saved" />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={saving.isPending} disabled={theirs !== undefined}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

const formOf = ({ name, url, format, environment, events }: WebhookResource): WebhookForm => ({
  name,
  url,
  format,
  environment,
  events,
});

const labels = {
  name: 'Name',
  url: 'Address',
  events: 'Events',
  environment: 'Environment',
  format: 'Format',
} as const;

const differences = (mine: WebhookForm, theirs: WebhookForm): readonly Differing[] =>
  (Object.keys(labels) as (keyof typeof labels)[])
    .map((part) => ({
      label: labels[part],
      mine: inWords(mine[part]),
      theirs: inWords(theirs[part]),
    }))
    .filter((each) => each.mine !== each.theirs);

const inWords = (value: WebhookForm[keyof WebhookForm]): string =>
  value === null || value.length === 0 ? 'every one' : [value].flat().join(', ');
