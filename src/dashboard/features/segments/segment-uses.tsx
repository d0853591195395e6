import { Anchor, List, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { SegmentUse } from './find-uses.ts';

/** The rules and segments that name it. */
export const SegmentUses = ({ uses }: { readonly uses: readonly SegmentUse[] }) => (
  <Stack gap={4} flex="1 1 220px">
    <Title order={3} size="h6">
      Used by
    </Title>
    {uses.length === 0 && (
      <Text size="sm" c="dimmed">
        Nothing: it can be deleted.
      </Text>
    )}
    <List size="sm" spacing={2} mah={320} style={{ overflowY: 'auto' }}>
      {uses.map(({ flag, environment, rule, segment }) => (
        <List.Item key={`${flag} ${environment} ${rule} ${segment}`}>
          {flag === undefined ? (
            `the segment ${segment}`
          ) : (
            <>
              <Anchor
                component={Link}
                {...({ to: `/flags/${flag}` } as object)}
                inherit
                underline="always"
              >
                {flag}
              </Anchor>
              , rule {rule} in {environment}
            </>
          )}
        </List.Item>
      ))}
    </List>
  </Stack>
);
