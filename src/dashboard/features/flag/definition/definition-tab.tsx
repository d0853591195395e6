import {
  Group,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Problem } from '../../../../contract/errors/problem.ts';
import { DraftForm } from '../../../components/draft-form.tsx';
import { JsonField } from '../../../components/json-field.tsx';
import { Section } from '../../../components/section.tsx';
import { ApiError, admin, bodyOf, ifMatch } from '../../../lib/api.ts';
import type { DraftHandle } from '../../../lib/use-draft.ts';
import type { FlagDetail } from '../flag-query.ts';
import { type DefinitionValues, definitionLabels } from './definition-values.ts';
import { StillServed } from './still-served.tsx';
import { VariantsEditor } from './variants-editor.tsx';

interface DefinitionTabProps {
  readonly flag: FlagDetail;
  readonly draft: DraftHandle<DefinitionValues>;
  readonly isReadOnly: boolean;
}

/** What a flag is, in every environment at once. */
export function DefinitionTab({ flag, draft, isReadOnly }: DefinitionTabProps) {
  const saving = useSaveDefinition(flag.key);
  const problems = saving.error instanceof ApiError ? saving.error.problems : [];
  const parts = { flag, draft, isReadOnly, problems };
  return (
    <DraftForm {...{ draft, saving }} labels={definitionLabels}>
      <Section title="Variants" says="What it can serve, in every environment.">
        <Values {...parts} />
      </Section>
      <Section title="Settings" says="In every environment.">
        <Words {...parts} />
      </Section>
      <Section title="How it is treated">
        <Treatment {...parts} />
      </Section>
    </DraftForm>
  );
}

interface PartProps extends DefinitionTabProps {
  readonly problems: readonly Problem[];
}

const Words = ({ draft: { values, set }, isReadOnly }: PartProps) => (
  <Stack gap="sm">
    <Group grow align="flex-start">
      <TextInput
        label="Name"
        required
        maxLength={200}
        value={values.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        disabled={isReadOnly}
      />
      <TextInput
        label="Owner"
        placeholder="A team or a person"
        maxLength={200}
        value={values.owner ?? ''}
        onChange={(event) => set({ owner: event.currentTarget.value || null })}
        disabled={isReadOnly}
      />
    </Group>
    <TagsInput
      label="Tags"
      value={values.tags}
      onChange={(tags) => set({ tags })}
      disabled={isReadOnly}
      // Disabled alone, its tags could be taken away.
      readOnly={isReadOnly}
    />
    <Textarea
      label="Description"
      autosize
      minRows={2}
      maxLength={2000}
      value={values.description}
      onChange={(event) => set({ description: event.currentTarget.value })}
      disabled={isReadOnly}
    />
  </Stack>
);

const Values = ({ flag, draft: { values, set }, isReadOnly, problems }: PartProps) => (
  <Stack gap="sm">
    <VariantsEditor
      kind={flag.kind}
      variants={values.variants}
      onChange={(variants) => set({ variants })}
      {...{ problems, isReadOnly }}
    />
    <StillServed flag={flag} variants={values.variants} />
    <Select
      label="Off variant"
      description="Served while it is off or stopped, and to whoever is in no rollout."
      data={[...new Set(values.variants.map(({ name }) => name))]}
      value={values.off_variant}
      onChange={(name) => name !== null && set({ off_variant: name })}
      allowDeselect={false}
      error={problems.find(({ path }) => path === 'off_variant')?.message}
      disabled={isReadOnly}
      maw={320}
    />
    {flag.kind === 'json' && (
      <JsonField
        label="JSON Schema"
        description="Which every value has to meet (2020-12). Empty for none."
        value={values.json_schema}
        empty={null}
        onChange={(schema) => set({ json_schema: schema as DefinitionValues['json_schema'] })}
        error={problems.find(({ path }) => path.startsWith('json_schema'))?.message}
        disabled={isReadOnly}
        minRows={3}
      />
    )}
  </Stack>
);

const Treatment = ({ draft: { values, set }, isReadOnly }: PartProps) => (
  <SimpleGrid cols={{ base: 1, sm: 3 }}>
    <Switch
      label="Browsers may ask for it"
      description="Client keys are public: whoever has one can read what it is served."
      checked={values.client_visible}
      onChange={(event) => set({ client_visible: event.currentTarget.checked })}
      disabled={isReadOnly}
    />
    <Switch
      label="Critical"
      description="Its failure raises an alert, and it is deleted only by name."
      checked={values.critical}
      onChange={(event) => set({ critical: event.currentTarget.checked })}
      disabled={isReadOnly}
    />
    <Switch
      label="Permanent"
      description="It never counts as stale, and is not archived."
      checked={values.permanent}
      onChange={(event) => set({ permanent: event.currentTarget.checked })}
      disabled={isReadOnly}
    />
  </SimpleGrid>
);

function useSaveDefinition(key: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (sent: DraftHandle<DefinitionValues>) =>
      bodyOf(
        admin.flags[':key'].$patch(
          { param: { key }, json: sent.changes as object },
          ifMatch(sent.base.revision),
        ),
      ),
    onSuccess: (_, sent) => {
      sent.settle();
      void queryClient.invalidateQueries({ queryKey: ['flags'] });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['flag', key] }),
  });
}
