import { Select, Stack, TagsInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { WebhookResource } from '../../../contract/notifications/webhook.ts';
import { EnvironmentSelect } from '../../components/environment-select.tsx';
import { environmentsQuery } from '../../lib/live.ts';

export type WebhookForm = Pick<
  WebhookResource,
  'name' | 'url' | 'format' | 'environment' | 'events'
>;

interface WebhookFieldsProps {
  readonly form: WebhookForm;
  readonly onChange: (form: WebhookForm) => void;
}

/** Nouns of the audit log; any other action of it may be typed. */
const nouns = [
  'flag',
  'flag_state',
  'flag_state.stop',
  'override',
  'segment',
  'schedule',
  'environment',
  'key',
  'member',
  'webhook',
  'schema',
];

/** What a webhook is made of, new or not. */
export function WebhookFields({ form, onChange }: WebhookFieldsProps) {
  const { data: environments = [] } = useQuery(environmentsQuery);
  const set = (change: Partial<WebhookForm>) => onChange({ ...form, ...change });
  return (
    <Stack gap="sm">
      <TextInput
        label="Name"
        placeholder="Who is told"
        required
        data-autofocus
        maxLength={200}
        value={form.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <TextInput
        label="Address"
        placeholder="https://example.com/burgee"
        inputMode="url"
        required
        value={form.url}
        onChange={(event) => set({ url: event.currentTarget.value })}
      />
      <TagsInput
        label="Events"
        description="Actions such as flag.update, or all of a noun. None: everything."
        data={nouns}
        acceptValueOnBlur
        value={[...form.events]}
        onChange={(events) => set({ events })}
      />
      <EnvironmentSelect
        label="Environment"
        description="What concerns all of them is told in any case."
        placeholder="Every environment"
        environments={environments}
        value={form.environment}
        onChange={(environment) => set({ environment })}
        clearable
      />
      <Select
        label="Format"
        description={formats[form.format]}
        data={Object.keys(formats)}
        value={form.format}
        onChange={(format) => set({ format: (format ?? 'standard') as WebhookForm['format'] })}
        allowDeselect={false}
      />
    </Stack>
  );
}

const formats: Readonly<Record<WebhookForm['format'], string>> = {
  standard: 'The event as JSON, signed after Standard Webhooks.',
  slack: 'A sentence that Slack, Mattermost and Google Chat show.',
};
