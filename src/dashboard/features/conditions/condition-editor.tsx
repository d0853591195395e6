import {
  ActionIcon,
  Chip,
  Group,
  MultiSelect,
  NumberInput,
  Select,
  Text,
  TextInput,
} from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { AuthoredCondition } from '../../../contract/flags/condition.ts';
import { AttributeTest } from './attribute-test.tsx';
import { useConditions, useProblemAt } from './condition-context.ts';
import { ConditionGroup, type ConditionPartProps } from './condition-group.tsx';

/** One condition of a group, negated or not. */
export function ConditionEditor({ condition, path, onChange, onRemove }: ConditionPartProps) {
  const { isReadOnly } = useConditions();
  const isNegated = 'not' in condition;
  const inner = isNegated ? condition.not : condition;
  const innerPath = isNegated ? `${path}.not` : path;
  const setInner = (next: AuthoredCondition) => onChange(isNegated ? { not: next } : next);
  const isGroup = 'all' in inner || 'any' in inner || 'not' in inner;
  return (
    <Group gap={6} align="flex-start" wrap="nowrap" className="condition">
      <Chip
        size="xs"
        color="orange"
        variant="outline"
        checked={isNegated}
        onChange={() => onChange(isNegated ? condition.not : { not: condition })}
        disabled={isReadOnly}
      >
        not
      </Chip>
      <Group gap={6} wrap="wrap" align="flex-start" className="condition-body">
        {isGroup ? (
          <ConditionGroup
            part={ConditionEditor}
            condition={inner}
            path={innerPath}
            onChange={setInner}
          />
        ) : (
          <Leaf condition={inner} path={innerPath} onChange={setInner} />
        )}
      </Group>
      {!isReadOnly && (
        <ActionIcon
          variant="subtle"
          color="gray"
          mt={3}
          onClick={onRemove}
          aria-label="Remove the condition"
        >
          <IconX size={16} />
        </ActionIcon>
      )}
    </Group>
  );
}

type LeafProps = Omit<ConditionPartProps, 'onRemove'>;

function Leaf({ condition, path, onChange }: LeafProps) {
  if ('attribute' in condition) return <AttributeTest test={condition} {...{ path, onChange }} />;
  if ('segment' in condition) return <SegmentTest {...{ condition, path, onChange }} />;
  if ('flag' in condition) return <FlagTest {...{ condition, path, onChange }} />;
  if ('percentage' in condition) return <PercentageTest {...{ condition, path, onChange }} />;
  return null;
}

interface TestProps<Name extends string> extends Omit<LeafProps, 'condition'> {
  readonly condition: Extract<AuthoredCondition, Record<Name, unknown>>;
}

/** What is wrong with a choice: where there is none, that one is wanted, and not what a key looks like. */
const chosen = (key: string, problem: string | undefined) =>
  problem !== undefined && key === '' ? 'Choose one.' : problem;

function SegmentTest({ condition, path, onChange }: TestProps<'segment'>) {
  const { segments, isReadOnly } = useConditions();
  const problemAt = useProblemAt();
  return (
    <>
      <Word text="is in segment" />
      <Select
        aria-label="Segment"
        nothingFoundMessage="None is called so: segments are made under Segments."
        data={[...new Set([...segments, ...(condition.segment ? [condition.segment] : [])])]}
        value={condition.segment || null}
        onChange={(segment) => segment !== null && onChange({ segment })}
        placeholder="Which?"
        error={chosen(condition.segment, problemAt(`${path}.segment`, path))}
        searchable
        disabled={isReadOnly}
        size="sm"
        flex="1 1 180px"
      />
    </>
  );
}

function FlagTest({ condition, path, onChange }: TestProps<'flag'>) {
  const { flags, isReadOnly } = useConditions();
  const problemAt = useProblemAt();
  const others = flags.filter(({ status }) => status === 'active');
  const variantsOf = (key: string) => flags.find((each) => each.key === key)?.variants ?? [];
  return (
    <>
      <Word text="flag" />
      <Select
        aria-label="Flag"
        data={others.map(({ key }) => key)}
        value={condition.flag || null}
        onChange={(key) => {
          const first = variantsOf(key ?? '')[0]?.name;
          if (key !== null) onChange({ flag: key, variants: first === undefined ? [] : [first] });
        }}
        placeholder="Which?"
        error={chosen(condition.flag, problemAt(`${path}.flag`, path))}
        searchable
        limit={50}
        disabled={isReadOnly}
        size="sm"
        w={220}
      />
      <Word text="serves" />
      <MultiSelect
        aria-label="Variants"
        data={variantsOf(condition.flag).map(({ name }) => name)}
        value={condition.variants}
        onChange={(variants) => onChange({ ...condition, variants })}
        error={problemAt(`${path}.variants`)}
        disabled={isReadOnly}
        readOnly={isReadOnly}
        size="sm"
        flex="1 1 160px"
      />
    </>
  );
}

function PercentageTest({ condition, path, onChange }: TestProps<'percentage'>) {
  const { isReadOnly } = useConditions();
  const problemAt = useProblemAt();
  return (
    <>
      <Word text="is among" />
      <NumberInput
        aria-label="Percentage"
        value={condition.percentage}
        onChange={(value) => onChange({ ...condition, percentage: Number(value) })}
        min={0}
        max={100}
        decimalScale={3}
        suffix=" %"
        error={problemAt(`${path}.percentage`)}
        disabled={isReadOnly}
        size="sm"
        w={100}
      />
      <Word text="drawn by" />
      <TextInput
        aria-label="Salt of the draw"
        placeholder="a name for this draw"
        value={condition.salt}
        onChange={(event) => onChange({ ...condition, salt: event.currentTarget.value })}
        error={problemAt(`${path}.salt`, path)}
        disabled={isReadOnly}
        size="sm"
        flex="1 1 160px"
      />
    </>
  );
}

const Word = ({ text }: { readonly text: string }) => (
  <Text size="sm" c="dimmed" mt={7}>
    {text}
  </Text>
);
