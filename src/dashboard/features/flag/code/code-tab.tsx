import { Anchor, Button, Code, CopyButton, Group, Stack, Tabs, Text } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Section } from '../../../components/section.tsx';
import type { FlagDetail, FlagState } from '../flag-query.ts';
import { TabLink } from '../tab-link.tsx';
import { codeSamples } from './code-samples.ts';

interface CodeTabProps {
  readonly flag: FlagDetail;
  readonly state: FlagState;
}

/** How code asks for this flag. */
export function CodeTab({ flag, state }: CodeTabProps) {
  const off = flag.variants.find(({ name }) => name === flag.off_variant)?.value ?? null;
  const samples = codeSamples({
    ...{ off, key: flag.key, kind: flag.kind, environment: state.environment },
    isWhole: flag.variants.every(({ value }) => Number.isInteger(value)),
    url: window.location.origin,
  });
  return (
    <Section
      title="Ask for it"
      says={
        <>
          By OpenFeature. Put in a key from{' '}
          <Anchor component={Link} {...({ to: '/keys' } as object)} inherit underline="always">
            Keys
          </Anchor>
          ; the default is what the flag serves when it is off.
        </>
      }
    >
      {!flag.client_visible && (
        <Text size="sm" c="orange">
          Browsers may not ask for this flag: Web and React, and every client key, are answered that
          there is none. That is changed under{' '}
          <TabLink tab="definition">Variants and settings</TabLink>.
        </Text>
      )}
      <Tabs defaultValue="web" variant="pills">
        <Tabs.List>
          {samples.map(({ id, label }) => (
            <Tabs.Tab key={id} value={id}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {samples.map(({ id, install, code }) => (
          <Tabs.Panel key={id} value={id} pt="md">
            <Stack gap="sm">
              {install !== undefined && <Copyable text={install} what="Install" />}
              <Copyable text={code} what="Code" />
            </Stack>
          </Tabs.Panel>
        ))}
      </Tabs>
    </Section>
  );
}

const Copyable = ({ text, what }: { readonly text: string; readonly what: string }) => (
  <div>
    <Group justify="space-between" mb={4}>
      <Text size="xs" c="dimmed">
        {what}
      </Text>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            onClick={copy}
          >
            {copied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </CopyButton>
    </Group>
    <Code block tabIndex={0} aria-label={what}>
      {text}
    </Code>
  </div>
);
