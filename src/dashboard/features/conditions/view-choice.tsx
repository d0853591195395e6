import { SegmentedControl } from '@mantine/core';

export type ConditionView = 'builder' | 'json';

interface ViewChoiceProps {
  readonly value: ConditionView;
  readonly onChange: (view: ConditionView) => void;
  /** What is shown. */
  readonly label: string;
}

/** Built, or written. */
export const ViewChoice = ({ value, onChange, label }: ViewChoiceProps) => (
  <SegmentedControl
    size="xs"
    data={[
      { value: 'builder', label: 'Builder' },
      { value: 'json', label: 'JSON' },
    ]}
    value={value}
    onChange={(view) => onChange(view as ConditionView)}
    aria-label={label}
  />
);
