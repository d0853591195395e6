import {
  ActionIcon,
  Collapse,
  Group,
  Paper,
  Stack,
  Text,
  TextInput,
  UnstyledButton,
} from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconChevronRight, IconTrash } from '@tabler/icons-react';
import type { AuthoredRule } from '../../../../contract/flags/rule.ts';
import { useConditions, useProblemAt } from '../../conditions/condition-context.ts';
import { ConditionEditor } from '../../conditions/condition-editor.tsx';
import { ConditionGroup } from '../../conditions/condition-group.tsx';
import { describeCondition } from '../../conditions/describe-condition.ts';
import type { FlagDetail } from '../flag-query.ts';
import { describeServed } from './describe-served.ts';
import { RuleServes } from './rule-serves.tsx';

interface RuleCardProps {
  readonly flag: FlagDetail;
  readonly rule: AuthoredRule;
  readonly place: number;
  readonly count: number;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly onChange: (rule: AuthoredRule) => void;
  readonly onRemove: () => void;
  /** To one place earlier (-1) or later (1). */
  readonly onMove: (by: -1 | 1) => void;
}

/** One rule: a line in words, and all of it when it is opened. */
export function RuleCard(props: RuleCardProps) {
  const { flag, rule, place, isOpen, onToggle, onChange, ...rest } = props;
  const { problems } = useConditions();
  const path = `rules[${place}]`;
  const isBroken = problems.some((problem) => problem.path.startsWith(path));
  return (
    <Paper withBorder className="rule" data-broken={isBroken || undefined}>
      <Group gap={4} wrap="nowrap" px="xs" py={6}>
        <UnstyledButton onClick={onToggle} aria-expanded={isOpen} className="rule-line">
          <IconChevronRight size={16} className="rule-chevron" data-open={isOpen || undefined} />
          <Text size="sm" c="dimmed" miw={20}>
            {place + 1}
          </Text>
          <div>
            <Text size="sm" fw={600}>
              {rule.id}
            </Text>
            <Text size="sm" lineClamp={2}>
              {describeCondition(rule.when)} <b>→ {describeServed(rule)}</b>
            </Text>
            {rule.description && (
              <Text size="xs" c="dimmed" lineClamp={1}>
                {rule.description}
              </Text>
            )}
          </div>
        </UnstyledButton>
        <RuleMoves rule={rule} place={place} {...rest} />
      </Group>
      <Collapse expanded={isOpen}>
        {isOpen && <RuleForm {...{ flag, rule, path, onChange }} />}
      </Collapse>
    </Paper>
  );
}

type RuleMovesProps = Pick<RuleCardProps, 'rule' | 'place' | 'count' | 'onMove' | 'onRemove'>;

function RuleMoves({ rule, place, count, onMove, onRemove }: RuleMovesProps) {
  const { isReadOnly } = useConditions();
  if (isReadOnly) return null;
  const shared = { variant: 'subtle', color: 'gray' } as const;
  return (
    <Group gap={0} wrap="nowrap">
      <ActionIcon
        {...shared}
        disabled={place === 0}
        onClick={() => onMove(-1)}
        aria-label={`Move rule ${rule.id} up`}
      >
        <IconArrowUp size={16} />
      </ActionIcon>
      <ActionIcon
        {...shared}
        disabled={place === count - 1}
        onClick={() => onMove(1)}
        aria-label={`Move rule ${rule.id} down`}
      >
        <IconArrowDown size={16} />
      </ActionIcon>
      <ActionIcon {...shared} onClick={onRemove} aria-label={`Remove rule ${rule.id}`}>
        <IconTrash size={16} />
      </ActionIcon>
    </Group>
  );
}

interface RuleFormProps extends Pick<RuleCardProps, 'flag' | 'rule' | 'onChange'> {
  readonly path: string;
}

function RuleForm({ flag, rule, path, onChange }: RuleFormProps) {
  const { isReadOnly } = useConditions();
  const problemAt = useProblemAt();
  return (
    <Stack gap="md" p="sm" pt={4}>
      <Group gap="sm" align="flex-start">
        <TextInput
          label="Id"
          description="What usage and explanations call it."
          value={rule.id}
          onChange={(event) => onChange({ ...rule, id: event.currentTarget.value })}
          error={problemAt(`${path}.id`)}
          disabled={isReadOnly}
          size="sm"
          w={{ base: '100%', sm: 220 }}
        />
        <TextInput
          label="Description"
          description="Why it is there."
          value={rule.description ?? ''}
          onChange={(event) => onChange(described(rule, event.currentTarget.value))}
          error={problemAt(`${path}.description`)}
          disabled={isReadOnly}
          size="sm"
          flex="1 1 260px"
        />
      </Group>
      <div>
        <Text size="sm" fw={550} mb={6}>
          If
        </Text>
        <ConditionGroup
          part={ConditionEditor}
          condition={rule.when}
          path={`${path}.when`}
          onChange={(when) => onChange({ ...rule, when })}
        />
      </div>
      <RuleServes {...{ flag, rule, path, onChange }} />
    </Stack>
  );
}

function described({ description: _, ...rule }: AuthoredRule, text: string): AuthoredRule {
  return text === '' ? rule : { ...rule, description: text };
}
