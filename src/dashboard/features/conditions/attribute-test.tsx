import { Autocomplete, Chip, Select, Tooltip } from '@mantine/core';
import type { AuthoredCondition } from '../../../contract/flags/condition.ts';
import { useConditions, useProblemAt } from './condition-context.ts';
import { OperandInput } from './operand-input.tsx';
import { operatorForm, operatorForms } from './operators.ts';

export type AuthoredTest = Extract<AuthoredCondition, { attribute: string }>;

interface AttributeTestProps {
  readonly test: AuthoredTest;
  readonly path: string;
  readonly onChange: (test: AuthoredTest) => void;
}

/** An attribute, an operator, and what it is compared with. */
export function AttributeTest({ test, path, onChange }: AttributeTestProps) {
  const { attributes, isReadOnly } = useConditions();
  const problemAt = useProblemAt();
  const operators = Object.entries(operatorForms).map(([value, { says }]) => ({
    value,
    label: says,
  }));
  const isKnown = operatorForms[test.operator] !== undefined;
  return (
    <>
      <Autocomplete
        aria-label="Attribute"
        placeholder="Attribute"
        required
        data={[...attributes]}
        value={test.attribute}
        onChange={(attribute) => onChange({ ...test, attribute })}
        error={problemAt(`${path}.attribute`)}
        disabled={isReadOnly}
        size="sm"
        w={170}
      />
      <Select
        aria-label="Operator"
        data={isKnown ? operators : [...operators, test.operator]}
        value={test.operator}
        onChange={(operator) => operator !== null && onChange(withOperator(test, operator))}
        error={problemAt(`${path}.operator`)}
        allowDeselect={false}
        searchable
        disabled={isReadOnly}
        size="sm"
        w={150}
      />
      <OperandInput
        operator={test.operator}
        value={test.value}
        onChange={(value) => onChange(withValue(test, value))}
        error={problemAt(`${path}.value`, path)}
        isReadOnly={isReadOnly}
      />
      {operatorForm(test.operator).folds && (
        <Tooltip label="Whatever the case of letters">
          <Chip
            size="xs"
            variant="outline"
            checked={test.ignore_case === true}
            onChange={(isOn) => onChange(withCase(test, isOn))}
            disabled={isReadOnly}
            aria-label="Whatever the case of letters"
          >
            Aa
          </Chip>
        </Tooltip>
      )}
    </>
  );
}

function withCase({ ignore_case: _, ...test }: AuthoredTest, isOn: boolean): AuthoredTest {
  return isOn ? { ...test, ignore_case: true } : test;
}

function withValue(
  { value: _, ...test }: AuthoredTest,
  value: AuthoredTest['value'],
): AuthoredTest {
  return value === undefined ? test : { ...test, value };
}

/** The value stays as far as the other operator can take it. */
function withOperator(test: AuthoredTest, operator: string): AuthoredTest {
  const [from, to] = [operatorForm(test.operator).editor, operatorForm(operator).editor];
  const next = { ...test, operator };
  if (from === to) return next;
  const [first] = Array.isArray(test.value) ? test.value : [test.value];
  if (to === 'texts') return withValue(next, first === undefined ? [] : [first]);
  return withValue(
    next,
    to === 'text' && first !== undefined && first !== null ? first : undefined,
  );
}
