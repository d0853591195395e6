import { Badge, Group, Text } from '@mantine/core';
import type { FlagDetail } from './flag-query.ts';

/** What a flag is, in a line below its title. */
export const FlagBadges = ({ flag }: { readonly flag: FlagDetail }) => (
  <Group gap={6} mt={4}>
    {flag.status === 'archived' && <Mark text="archived" color="orange" />}
    {flag.critical && <Mark text="critical" color="red" />}
    {flag.permanent && <Mark text="permanent" color="gray" />}
    <Mark text={flag.kind} color="gray" />
    <Mark
      text={flag.client_visible ? 'browsers may ask' : 'servers only'}
      color={flag.client_visible ? 'sea' : 'gray'}
    />
    {flag.tags.map((tag) => (
      <Badge key={tag} size="sm" variant="default" tt="none">
        {tag}
      </Badge>
    ))}
    {flag.owner !== null && (
      <Text size="sm" c="dimmed">
        owned by {flag.owner}
      </Text>
    )}
  </Group>
);

const Mark = ({ text, color }: { readonly text: string; readonly color: string }) => (
  <Badge size="sm" variant="light" color={color} tt="none">
    {text}
  </Badge>
);
