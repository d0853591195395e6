import { Autocomplete, type AutocompleteProps, Text } from '@mantine/core';
import { actionWords, describeAction } from './action-words.ts';

type ActionFilterProps = Pick<AutocompleteProps, 'value' | 'onChange' | 'w'>;

/** An action, found by its words or its code; the noun alone stands for all of its actions. */
export const ActionFilter = (props: ActionFilterProps) => (
  <Autocomplete
    {...props}
    label="Action"
    placeholder="flag or flag.update"
    size="xs"
    data={Object.keys(actionWords)}
    filter={({ options, search }) => {
      const word = search.trim().toLowerCase();
      return options.filter(
        (option) =>
          'value' in option &&
          `${option.value} ${describeAction(option.value)}`.toLowerCase().includes(word),
      );
    }}
    renderOption={({ option: { value } }) => (
      <div>
        <Text size="xs">{describeAction(value)}</Text>
        <Text size="xs" c="dimmed" ff="monospace">
          {value}
        </Text>
      </div>
    )}
    comboboxProps={{ width: 280, position: 'bottom-start' }}
    maxDropdownHeight={320}
  />
);
