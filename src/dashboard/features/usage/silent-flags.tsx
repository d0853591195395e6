import { Anchor, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Section } from '../../components/section.tsx';

/** Flags that nobody asked for: their code may be gone. */
export const SilentFlags = ({ keys }: { readonly keys: readonly string[] }) => (
  <Section title="Silent flags" says={`${keys.length} that nobody asked for.`}>
    <Stack gap={4}>
      {keys.slice(0, 50).map((key) => (
        <Anchor
          key={key}
          component={Link}
          {...({ to: `/flags/${key}` } as object)}
          size="sm"
          className="wraps-anywhere"
        >
          {key}
        </Anchor>
      ))}
      {keys.length > 50 && (
        <Text size="sm" c="dimmed">
          And {keys.length - 50} more.
        </Text>
      )}
    </Stack>
  </Section>
);
