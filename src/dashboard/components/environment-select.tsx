import { Select, type SelectProps } from '@mantine/core';
import { easilySeen } from '../lib/easily-seen.ts';
import { hasWords } from '../lib/has-words.ts';

interface EnvironmentSelectProps
  extends Omit<SelectProps, 'data' | 'searchable' | 'nothingFoundMessage' | 'filter'> {
  readonly environments: readonly { readonly key: string; readonly name?: string }[];
}

/** One of the environments; among many one types a part of its name or key. */
export function EnvironmentSelect({ environments, ...rest }: EnvironmentSelectProps) {
  const isSearched = environments.length > easilySeen;
  return (
    <Select
      {...rest}
      data={environments.map(({ key, name = key }) => ({ value: key, label: name }))}
      {...(isSearched && {
        searchable: true,
        selectFirstOptionOnChange: true,
        nothingFoundMessage: 'None is called so.',
        filter: byNameOrKey,
        // What is chosen is replaced by what is typed.
        onClick: (event) => event.currentTarget.select(),
      })}
    />
  );
}

const byNameOrKey: NonNullable<SelectProps['filter']> = ({ options, search }) =>
  options.filter(
    (option) => 'value' in option && hasWords(`${option.label} ${option.value}`, search),
  );
