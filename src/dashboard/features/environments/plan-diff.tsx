import {
  Accordion,
  Badge,
  Button,
  Checkbox,
  Code,
  Group,
  SimpleGrid,
  Stack,
  Text,
} from '@mantine/core';
import type { PlannedChange, PlanResource } from '../../../contract/fields/plan.ts';

/** What was asked for has come: Enter, pressed again, is not to carry it out unseen. */
const takeFocus = (text: HTMLElement | null) => text?.focus();

/** Which of the changes are wanted. */
export interface PlanChoice {
  /** Their keys; absent while nobody has chosen, and all of them are. */
  readonly chosen: readonly string[] | undefined;
  readonly onChoose: (keys: readonly string[]) => void;
}

interface PlanDiffProps {
  readonly plan: PlanResource;
  /** Absent where all of it is done or nothing. */
  readonly choice?: PlanChoice | undefined;
}

/** What would be changed, flag by flag, and from what to what. */
export function PlanDiff({ plan: { changed }, choice }: PlanDiffProps) {
  const all = changed.map(({ key }) => key);
  const chosen = choice?.chosen ?? all;
  const toggleOf = (key: string): Toggle | undefined =>
    choice && {
      isChosen: chosen.includes(key),
      onToggle: () =>
        choice.onChoose(
          chosen.includes(key) ? chosen.filter((each) => each !== key) : [...chosen, key],
        ),
    };
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600} role="status" tabIndex={-1} ref={takeFocus}>
          {changed.length === 0
            ? 'Nothing would change.'
            : `${changed.length} would change. Nothing has been changed yet.`}
        </Text>
        {choice && all.length > 1 && (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => choice.onChoose(chosen.length === 0 ? all : [])}
          >
            {chosen.length === 0 ? 'Choose all' : 'Choose none'}
          </Button>
        )}
      </Group>
      <Accordion
        keepMounted={false}
        variant="separated"
        chevronPosition="left"
        order={3}
        mah={380}
        className="plan"
      >
        {changed.map((change) => (
          <Change
            key={`${change.subject} ${change.key}`}
            change={change}
            toggle={toggleOf(change.key)}
          />
        ))}
      </Accordion>
    </Stack>
  );
}

interface ChangeProps {
  readonly change: PlannedChange;
  readonly toggle: Toggle | undefined;
}

interface Toggle {
  readonly isChosen: boolean;
  readonly onToggle: () => void;
}

const Change = ({ change: { subject, key, is_new, changes }, toggle }: ChangeProps) => (
  <Accordion.Item value={`${subject} ${key}`}>
    <Group gap={0} wrap="nowrap">
      {toggle && (
        <Checkbox
          ml="sm"
          aria-label={`Copy ${key}`}
          checked={toggle.isChosen}
          onChange={toggle.onToggle}
        />
      )}
      <Accordion.Control>
        <Group gap={8}>
          <Text size="sm" fw={550} className="wraps-anywhere">
            {key}
          </Text>
          {subject === 'segment' && <Tag text="segment" />}
          {is_new && <Tag text="new" />}
          <Text size="xs" c="dimmed" className="wraps-anywhere">
            {changes.map(({ property }) => property.replaceAll('_', ' ')).join(', ')}
          </Text>
        </Group>
      </Accordion.Control>
    </Group>
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
