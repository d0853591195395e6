import { Alert, Button, Code, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconGitMerge } from '@tabler/icons-react';
import type { Clash } from '../lib/draft.ts';
import type { DraftHandle } from '../lib/use-draft.ts';

interface ClashAlertProps<Values extends object> {
  readonly draft: DraftHandle<Values>;
  readonly labels: Readonly<Record<keyof Values & string, string>>;
  /** Whether the last save came too late. */
  readonly isOvertaken: boolean;
}

/**
 * Somebody else was faster. Of what both changed, what you meant stands beside what is there now; whatever else
 * they changed is below your draft already, and it takes another save.
 */
export function ClashAlert<Values extends object>(props: ClashAlertProps<Values>) {
  const { draft, labels, isOvertaken } = props;
  const isClash = draft.clashes.length > 0;
  if (!isClash && !(isOvertaken && draft.isChanged)) return null;
  return (
    <Alert
      color="yellow"
      icon={<IconGitMerge />}
      title={isClash ? 'Somebody else changed this meanwhile' : 'Somebody else was faster'}
      role="alert"
    >
      {isClash ? (
        <Clashes draft={draft} labels={labels} />
      ) : (
        'Yours is not saved yet: save it again. What else they changed stays.'
      )}
    </Alert>
  );
}

type ClashesProps<Values extends object> = Omit<ClashAlertProps<Values>, 'isOvertaken'>;

const Clashes = <Values extends object>({ draft, labels }: ClashesProps<Values>) => (
  <Stack gap="sm">
    {draft.clashes.map(({ property, mine, theirs }) => (
      <div key={property}>
        <Text size="sm" fw={600} mb={4}>
          {labels[property]}
        </Text>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs">
          <Version title="What you meant" value={mine} />
          <Version title="What is there now" value={theirs} />
        </SimpleGrid>
      </div>
    ))}
    <Group gap="xs">
      <Button size="xs" onClick={draft.keepMine}>
        Keep mine, to be saved again
      </Button>
      <Button size="xs" variant="default" onClick={draft.takeTheirs}>
        Take what is there
      </Button>
    </Group>
  </Stack>
);

type Value = Clash<object>['mine'];

const Version = ({ title, value }: { readonly title: string; readonly value: Value }) => (
  <div>
    <Text size="xs" c="dimmed">
      {title}
    </Text>
    <Code block mah={260} tabIndex={0} aria-label={title}>
      {inWords(value)}
    </Code>
  </div>
);

function inWords(value: Value): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) {
    return value.length === 0 ? 'nothing' : value.join('\n');
  }
  return typeof value === 'object' ? JSON.stringify(value, null, 1) : String(value);
}
