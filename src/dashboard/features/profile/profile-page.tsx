import { Badge, Group, Stack, Text } from '@mantine/core';
import { Page } from '../../components/page.tsx';
import { Section } from '../../components/section.tsx';
import { roles } from '../../lib/roles.ts';
import { useMe } from '../session/use-me.ts';
import { PasskeySection } from './passkey-section.tsx';
import { PasswordForm } from './password-form.tsx';
import { SessionSection } from './session-section.tsx';

/** Of whoever is logged in: who they are here, and how they get in. */
export function ProfilePage() {
  const { member, actor, role } = useMe();
  return (
    <Page title="Profile" says="Who you are here, and how you get in.">
      <Stack gap="md" maw={820}>
        <Section title={member?.name ?? actor} says={member?.email}>
          <Group gap="xs">
            <Badge tt="none" variant="light">
              {role}
            </Badge>
            <Text size="sm">{roles[role]}</Text>
          </Group>
        </Section>
        {member && (
          <>
            <PasswordForm email={member.email} />
            <PasskeySection />
            <SessionSection />
          </>
        )}
      </Stack>
    </Page>
  );
}
