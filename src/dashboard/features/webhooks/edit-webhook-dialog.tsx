import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { WebhookResource } from '../../../contract/notifications/webhook.ts';
import { ClashAlert } from '../../components/clash-alert.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { GoneAlert } from '../../components/gone-alert.tsx';
import { admin, bodyOf, ifMatch, wasOvertaken } from '../../lib/api.ts';
import { useDraft } from '../../lib/use-draft.ts';
import { WebhookFields, type WebhookForm } from './webhook-fields.tsx';
import { webhooksKey } from './webhooks-query.ts';

interface EditWebhookDialogProps {
  readonly webhook: WebhookResource;
  /** Whether somebody deleted it meanwhile. */
  readonly isGone: boolean;
  readonly onClose: () => void;
}

const labels = {
  name: 'Name',
  url: 'Address',
  events: 'Events',
  environment: 'Environment',
  format: 'Format',
} as const;

export function EditWebhookDialog({ webhook, isGone, onClose }: EditWebhookDialogProps) {
  const { id, revision, name, url, format, environment, events } = webhook;
  const queryClient = useQueryClient();
  const values: WebhookForm = { name, url, format, environment, events };
  const draft = useDraft<WebhookForm>({ revision, values });
  const saving = useMutation({
    mutationFn: () =>
      bodyOf(
        admin.webhooks[':id'].$patch(
          { param: { id }, json: draft.changes },
          ifMatch(draft.base.revision),
        ),
      ),
    onSuccess: onClose,
    onSettled: () => queryClient.invalidateQueries({ queryKey: webhooksKey }),
  });
  const isOvertaken = wasOvertaken(saving.error);
  return (
    <FormDialog
      title={`Edit ${name}`}
      action="Save"
      isReady={!isGone && draft.isChanged && draft.clashes.length === 0}
      doing={{ isPending: saving.isPending, error: isOvertaken ? null : saving.error }}
      errorTitle="It was not saved"
      onSubmit={() => saving.mutate()}
      onClose={onClose}
    >
      <WebhookFields form={draft.values} onChange={draft.set} />
      {isGone && <GoneAlert />}
      <ClashAlert draft={draft} labels={labels} isOvertaken={isOvertaken} />
    </FormDialog>
  );
}
