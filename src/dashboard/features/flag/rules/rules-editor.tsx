import { Button, Group, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { Problem } from '../../../../contract/errors/problem.ts';
import type { AuthoredRule } from '../../../../contract/flags/rule.ts';
import { lazyPart } from '../../../components/lazy-part.tsx';
import { Section } from '../../../components/section.tsx';
import { ConditionProvider } from '../../conditions/condition-context.ts';
import { useNameable } from '../../conditions/use-nameable.ts';
import { type ConditionView, ViewChoice } from '../../conditions/view-choice.tsx';
import type { FlagDetail } from '../flag-query.ts';
import { TabLink } from '../tab-link.tsx';
import { RuleCard } from './rule-card.tsx';
import { moved, newRule } from './rule-list.ts';

const RulesJson = lazyPart(async () => (await import('./rules-json.tsx')).RulesJson);

interface RulesEditorProps {
  readonly flag: FlagDetail;
  readonly rules: readonly AuthoredRule[];
  readonly onChange: (rules: AuthoredRule[]) => void;
  readonly isReadOnly: boolean;
  readonly problems: readonly Problem[];
}

/** Rules in their order, built or written as JSON: the first that matches decides. */
export function RulesEditor({ flag, rules, onChange, isReadOnly, problems }: RulesEditorProps) {
  const [view, setView] = useState<ConditionView>('builder');
  const nameable = useNameable({ flag: flag.key });
  return (
    <ConditionProvider value={{ ...nameable, isReadOnly, problems }}>
      <Section
        title="Rules"
        says={<Explanation />}
        actions={<ViewChoice value={view} onChange={setView} label="How rules are shown" />}
      >
        {view === 'json' ? (
          <RulesJson value={[...rules]} {...{ onChange, isReadOnly, problems }} />
        ) : (
          <RuleList {...{ flag, rules, onChange, isReadOnly }} />
        )}
      </Section>
    </ConditionProvider>
  );
}

const Explanation = () => (
  <>
    Who is served something of their own: the first rule that matches decides. One user or
    organisation by its id: <TabLink tab="overrides">Overrides</TabLink>.
  </>
);

type RuleListProps = Omit<RulesEditorProps, 'problems'>;

function RuleList({ flag, rules, onChange, isReadOnly }: RuleListProps) {
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const toggle = (place: number) => setOpen((was) => toggled(was, place));
  return (
    <Stack gap={6}>
      {rules.length === 0 && (
        <Text size="sm" c="dimmed">
          No rule: the rollout decides for everybody.
        </Text>
      )}
      {rules.map((rule, place) => (
        <RuleCard
          // biome-ignore lint/suspicious/noArrayIndexKey: its id is typed, and would take away the focus
          key={place}
          {...{ flag, rule, place }}
          count={rules.length}
          isOpen={open.has(place)}
          onToggle={() => toggle(place)}
          onChange={(next) => onChange(rules.map((each, at) => (at === place ? next : each)))}
          onRemove={() => {
            setOpen(new Set());
            onChange(rules.filter((_, at) => at !== place));
          }}
          onMove={(by) => {
            setOpen((was) => swapped(was, place, place + by));
            onChange(moved(rules, place, by));
          }}
        />
      ))}
      {!isReadOnly && (
        <Group>
          <Button
            size="xs"
            variant="light"
            leftSection={<IconPlus size={16} />}
            onClick={() => {
              setOpen(new Set([...open, rules.length]));
              onChange([...rules, newRule(flag, rules)]);
            }}
          >
            Rule
          </Button>
        </Group>
      )}
    </Stack>
  );
}

/** Whether two neighbours are open goes with them. */
function swapped(open: ReadonlySet<number>, one: number, other: number): ReadonlySet<number> {
  return open.has(one) === open.has(other) ? open : toggled(toggled(open, one), other);
}

const toggled = (open: ReadonlySet<number>, place: number): ReadonlySet<number> =>
  new Set(open.has(place) ? [...open].filter((each) => each !== place) : [...open, place]);
