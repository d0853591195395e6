import { Accordion, Badge, Chip, Group, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { SubjectResource } from '../../../contract/flags/subject.ts';
import { BreakingKey } from '../../components/breaking-key.tsx';
import { Section } from '../../components/section.tsx';
import { whyServed } from '../../lib/why-served.ts';
import { ServedSteps } from './served-steps.tsx';
import { type SubjectSearch, subjectSearch } from './subject-search.ts';

interface ServedFlagsProps {
  readonly found: SubjectResource;
  readonly search: SubjectSearch;
}

/** Every flag with what they are served; why is shown when it is opened. */
export function ServedFlags({ found, search }: ServedFlagsProps) {
  const navigate = useNavigate({ from: '/subjects' });
  const set = (change: Partial<Record<keyof SubjectSearch, string | true | undefined>>) =>
    void navigate({ search: subjectSearch({ ...search, ...change }), replace: true });
  const word = search.flag?.toLowerCase() ?? '';
  const flags = found.flags.filter(
    ({ flag, name, evaluation }) =>
      `${flag} ${name}`.toLowerCase().includes(word) &&
      (search.own !== true || ownReasons.has(evaluation.reason)),
  );
  return (
    <Section
      title="What they get"
      says={`${flags.length} of ${found.flags.length} flags, as of version ${found.version}, asked with ${contextText(found)}.`}
    >
      <Group gap="xs">
        <TextInput
          aria-label="Search flags"
          placeholder="Search by key or name"
          leftSection={<IconSearch size={16} />}
          value={search.flag ?? ''}
          onChange={(event) => set({ flag: event.currentTarget.value || undefined })}
          w={{ base: '100%', sm: 280 }}
        />
        <Chip
          variant="outline"
          checked={search.own === true}
          onChange={(isOn) => set({ own: isOn || undefined })}
        >
          Not the same as everybody
        </Chip>
      </Group>
      <Accordion
        keepMounted={false}
        variant="default"
        chevronPosition="left"
        order={3}
        styles={{ label: { paddingBlock: 5 } }}
      >
        {flags.map((each) => (
          <ServedFlag key={each.flag} served={each} />
        ))}
      </Accordion>
    </Section>
  );
}

const contextText = ({ context }: SubjectResource): string =>
  Object.entries(context)
    .map(([attribute, value]) => `${attribute} ${value}`)
    .join(', ');

/** By override or rule, or by their share of a rollout. */
const ownReasons = new Set(['TARGETING_MATCH', 'SPLIT']);

function ServedFlag({ served }: { readonly served: SubjectResource['flags'][number] }) {
  const { flag, name, evaluation, steps } = served;
  const isOff = evaluation.value === false;
  return (
    <Accordion.Item value={flag}>
      <Accordion.Control>
        <Group gap={8} justify="space-between" wrap="nowrap" pr="xs">
          <div style={{ minWidth: 0 }}>
            <Text size="sm" fw={550} className="wraps-anywhere">
              <BreakingKey text={flag} />
            </Text>
            <Text size="xs" c="dimmed" lineClamp={1}>
              {name}
            </Text>
          </div>
          <Group gap={8} wrap="nowrap" flex="none" maw="60%">
            <Text size="xs" c="dimmed" visibleFrom="sm">
              {whyServed({
                reason: evaluation.reason,
                ruleId: evaluation.rule_id,
                errorCode: evaluation.error_code,
              })}
            </Text>
            <Badge variant="light" tt="none" color={isOff ? 'gray' : 'sea'}>
              {evaluation.variant ?? 'none'}
            </Badge>
          </Group>
        </Group>
      </Accordion.Control>
      <Accordion.Panel>
        <ServedSteps evaluation={evaluation} steps={steps} />
      </Accordion.Panel>
    </Accordion.Item>
  );
}
