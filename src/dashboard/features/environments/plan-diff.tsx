import { Accordion, Badge, Code, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import type { PlannedChange, PlanResource } from '../../../contract/fields/plan.ts';

/** What was asked for has come: Enter, pressed again, is not to carry it out unseen. */
const takeFocus = (text: HTMLElement | null) => text?.focus();

/** What would be changed, flag by flag, and from what to what. */
export const PlanDiff = ({ plan: { changed } }: { readonly plan: PlanResource }) => (
  <Stack gap="xs">
    <Text size="sm" fw={600} role="status" tabIndex={-1} ref={takeFocus}>
      {changed.length === 0
        ? 'Nothing would change.'
        : `${changed.length} would change. Nothing has been changed yet.`}
    </Text>
    <Accordion
      keepMounted={false}
      variant="separated"
      chevronPosition="left"
      order={3}
      mah={380}
      className="plan"
    >
      {changed.map((change) => (
        <Change key={`${change.subject} ${change.key}`} change={change} />
      ))}
    </Accordion>
  </Stack>
);

const Change = ({ change: { subject, key, is_new, changes } }: { change: PlannedChange }) => (
  <Accordion.Item value={`${subject} ${key}`}>
    <Accordion.Control>
      <Group gap={8}>
        <Text size="sm" fw={550} className="wraps-anywhere">
          {key}
        </Text>
        {subject === 'segment' && <Tag text="segment" />}
        {is_new && <Tag text="new" />}
        <Text size="xs" c="dimmed" className="wraps-anywhere">
          {changes.map(({ property }) => property).join(', ')}
        </Text>
      </Group>
    </Accordion.Control>
    <Accordion.Panel>
      <Stack gap="xs">
        {changes.map(({ property, from, to }) => (
          <div key={property}>
            <Text size="xs" fw={600}>
              {property}
            </Text>
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing={6}>
              <Side title="Now" label={`${property} now`} value={from} />
              <Side title="Then" label={`${property} then`} value={to} />
            </SimpleGrid>
          </div>
        ))}
      </Stack>
    </Accordion.Panel>
  </Accordion.Item>
);

const Tag = ({ text }: { readonly text: string }) => (
  <Badge size="sm" variant="light" color="gray" tt="none">
    {text}
  </Badge>
);

interface SideProps {
  readonly title: string;
  readonly label: string;
  readonly value: unknown;
}

const Side = ({ title, label, value }: SideProps) => (
  <div>
    <Text size="xs" c="dimmed">
      {title}
    </Text>
    <Code block className="statement" tabIndex={0} role="group" aria-label={label}>
      {value === null ? 'nothing' : JSON.stringify(value, null, 1)}
    </Code>
  </div>
);
