import { ActionIcon, Code, CopyButton, Group, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';

/** SQL to read, and to copy. */
export const Statement = ({ sql }: { readonly sql: string }) => (
  <Group gap={4} wrap="nowrap" align="flex-start">
    <Code block className="statement" tabIndex={0} role="group" aria-label="SQL">
      {sql}
    </Code>
    <CopyButton value={sql}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? 'Copied' : 'Copy'}>
          <ActionIcon variant="subtle" color="gray" onClick={copy} aria-label="Copy the statement">
            {copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  </Group>
);
