import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { WebhookResource } from '../../../contract/webhook.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
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
    <FormDialog
      title={`Edit ${before.name}`}
      action="Save"
      isReady={!(theirs !== undefined)}
      doing={{ isPending: saving.isPending, error: !theirs ? saving.error : null }}
      errorTitle="It was not saved"
      onSubmit={() => saving.mutate(before)}
      onClose={onClose}
    >
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
    </FormDialog>
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
