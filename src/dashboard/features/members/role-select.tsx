import { Select, Text } from '@mantine/core';
import type { Role } from '../../../contract/access/api-key.ts';
import { roleNames, roles } from '../../lib/roles.ts';

interface RoleSelectProps {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly value: Role;
  readonly disabled?: boolean;
  readonly onChange: (role: Role) => void;
}

/** A role, with what each may do. */
export const RoleSelect = ({
  label,
  isLabelHidden,
  value,
  disabled,
  onChange,
}: RoleSelectProps) => (
  <Select
    {...(isLabelHidden
      ? { 'aria-label': label, size: 'xs' }
      : { label, description: roles[value] })}
    data={[...roleNames]}
    value={value}
    disabled={disabled ?? false}
    allowDeselect={false}
    onChange={(role) => role !== null && role !== value && onChange(role as Role)}
    comboboxProps={{ width: 300, position: 'bottom-start' }}
    renderOption={({ option }) => (
      <div>
        <Text size="sm">{option.value}</Text>
        <Text size="xs" c="dimmed">
          {roles[option.value as Role]}
        </Text>
      </div>
    )}
  />
);
