import './flag-table.css';
import { Anchor, Badge, Checkbox, Group, Table, Text, Tooltip } from '@mantine/core';
import { IconAlertOctagon } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { FlagWithStatesResource } from '../../../contract/flags/flag.ts';
import { BreakingKey } from '../../components/breaking-key.tsx';
import { FlagSwitch } from './flag-switch.tsx';
import { flagLink } from './use-flag-keys.ts';
import type { Selection } from './use-selection.ts';

interface FlagTableProps {
  readonly modules: readonly (readonly [string, readonly FlagWithStatesResource[]])[];
  readonly environments: readonly { readonly key: string; readonly name: string }[];
  readonly stale: ReadonlySet<string>;
  /** Absent for whoever may change nothing. */
  readonly selection: Selection | undefined;
}

/** Flags by module, with a switch for each environment side by side. */
export const FlagTable = ({ modules, environments, stale, selection }: FlagTableProps) => (
  <div className="flag-scroll" data-wide={environments.length > 4 || undefined}>
    <Table verticalSpacing={4} highlightOnHover className="flag-table">
      <Table.Thead>
        <Table.Tr>
          {selection && (
            <Table.Th w={36} visibleFrom="sm">
              <Checkbox
                size="xs"
                aria-label="Select all that are shown"
                checked={selection.areAll}
                indeterminate={selection.keys.length > 0 && !selection.areAll}
                onChange={selection.toggleAll}
              />
            </Table.Th>
          )}
          <Table.Th className="flag-cell">Flag</Table.Th>
          {environments.map(({ key, name }) => (
            <Table.Th key={key} className="state-cell" title={name}>
              <span>{name}</span>
            </Table.Th>
          ))}
          <Table.Th w={160} visibleFrom="md">
            Owner
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      {modules.map(([module, flags]) => (
        <Table.Tbody key={module}>
          <Table.Tr className="module-row">
            <Table.Th colSpan={environments.length + (selection ? 3 : 2)} scope="rowgroup">
              <div className="module-name">
                {module} <span>{flags.length}</span>
              </div>
            </Table.Th>
          </Table.Tr>
          {flags.map((flag) => (
            <FlagRow
              key={flag.key}
              flag={flag}
              environments={environments}
              isStale={stale.has(flag.key)}
              selection={selection}
            />
          ))}
        </Table.Tbody>
      ))}
    </Table>
  </div>
);

interface FlagRowProps extends Pick<FlagTableProps, 'environments' | 'selection'> {
  readonly flag: FlagWithStatesResource;
  readonly isStale: boolean;
}

const FlagRow = ({ flag, environments, isStale, selection }: FlagRowProps) => (
  <Table.Tr data-selected={selection?.has(flag.key) || undefined}>
    {selection && (
      <Table.Td visibleFrom="sm">
        <Checkbox
          size="xs"
          aria-label={`Select ${flag.key}`}
          checked={selection.has(flag.key)}
          onChange={() => selection.toggle(flag.key)}
        />
      </Table.Td>
    )}
    <Table.Td className="flag-cell">
      <Group gap={8} wrap="nowrap" className="flag-title">
        <Anchor
          component={Link}
          {...({ to: `/flags/${flag.key}`, [flagLink]: flag.key } as object)}
          fw={550}
          size="sm"
        >
          <BreakingKey text={flag.key} />
        </Anchor>
        {flag.critical && (
          <Tooltip label="Critical: its failure raises an alert">
            <IconAlertOctagon size={15} color="var(--mantine-color-red-6)" aria-label="critical" />
          </Tooltip>
        )}
        {flag.status === 'archived' && <Tag text="archived" />}
        {flag.kind !== 'boolean' && <Tag text={flag.kind} />}
        {isStale && <Tag text="stale" />}
      </Group>
      {flag.name !== flag.key && (
        <Text size="xs" c="dimmed" lineClamp={1}>
          {flag.name}
        </Text>
      )}
    </Table.Td>
    {environments.map(({ key }) => (
      <Table.Td key={key} className="state-cell">
        <FlagSwitch flag={flag} environment={key} />
      </Table.Td>
    ))}
    <Table.Td visibleFrom="md">
      <Text size="sm" c="dimmed" truncate>
        {flag.owner}
      </Text>
    </Table.Td>
  </Table.Tr>
);

const Tag = ({ text }: { readonly text: string }) => (
  <Badge size="xs" variant="light" color="gray" tt="none" flex="none">
    {text}
  </Badge>
);
