import './condition.css';
import { Button, Menu, Group as Row, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { AuthoredCondition } from '../../../contract/flags/condition.ts';
import { useConditions } from './condition-context.ts';

export interface ConditionPartProps {
  readonly condition: AuthoredCondition;
  /** Where it stands in what is saved: `rules[0].when.all[1]`. */
  readonly path: string;
  readonly onChange: (condition: AuthoredCondition) => void;
  readonly onRemove: () => void;
}

interface ConditionGroupProps extends Omit<ConditionPartProps, 'onRemove'> {
  /** What shows each of its conditions, which may be groups. */
  readonly part: ComponentType<ConditionPartProps>;
}

const words = [
  { value: 'all', label: 'All of' },
  { value: 'any', label: 'Any of' },
];

/** Conditions that have to hold together, or one of which has to. */
export function ConditionGroup(props: ConditionGroupProps) {
  const { part: Part, condition, path, onChange } = props;
  const { isReadOnly } = useConditions();
  const { word, parts, isImplied } = asGroup(condition);
  const set = (next: AuthoredCondition[], as: 'all' | 'any' = word) =>
    onChange(as === 'all' ? { all: next } : { any: next });
  return (
    <Stack gap={6} className="condition-group">
      <Row gap="xs">
        <SegmentedControl
          size="xs"
          data={words}
          value={word}
          onChange={(value) => set(parts, value as 'all' | 'any')}
          disabled={isReadOnly}
          aria-label="How many of the conditions have to hold"
        />
        {parts.length === 0 && (
          <Text size="sm" c="dimmed">
            {word === 'all' ? 'No condition: everybody.' : 'No condition: nobody.'}
          </Text>
        )}
      </Row>
      {parts.map((part, place) => (
        <Part
          // biome-ignore lint/suspicious/noArrayIndexKey: a condition is known by its place alone
          key={place}
          condition={part}
          path={isImplied ? path : `${path}.${word}[${place}]`}
          onChange={(next) => set(parts.map((each, at) => (at === place ? next : each)))}
          onRemove={() => set(parts.filter((_, at) => at !== place))}
        />
      ))}
      {!isReadOnly && <AddCondition onAdd={(next) => set([...parts, next])} />}
    </Stack>
  );
}

interface Group {
  readonly word: 'all' | 'any';
  readonly parts: AuthoredCondition[];
  readonly isImplied: boolean;
}

/** A condition that stands alone is shown as a group of one, and becomes one when it is changed. */
function asGroup(condition: AuthoredCondition): Group {
  if ('all' in condition) return { word: 'all', parts: condition.all, isImplied: false };
  if ('any' in condition) return { word: 'any', parts: condition.any, isImplied: false };
  return { word: 'all', parts: [condition], isImplied: true };
}

const beginnings: readonly (readonly [label: string, condition: AuthoredCondition])[] = [
  ['An attribute', { attribute: '', operator: 'equals', value: '' }],
  ['A segment', { segment: '' }],
  ['What another flag serves', { flag: '', variants: [] }],
  ['A part of everybody', { percentage: 10, salt: '' }],
  ['A nested group: all of, any of', { any: [{ attribute: '', operator: 'equals', value: '' }] }],
];

const AddCondition = ({ onAdd }: { readonly onAdd: (condition: AuthoredCondition) => void }) => (
  <Menu position="bottom-start">
    <Menu.Target>
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<IconPlus size={14} />}
        className="begin"
      >
        Condition
      </Button>
    </Menu.Target>
    <Menu.Dropdown>
      {beginnings.map(([label, condition]) => (
        <Menu.Item key={label} onClick={() => onAdd(structuredClone(condition))}>
          {label}
        </Menu.Item>
      ))}
    </Menu.Dropdown>
  </Menu>
);
