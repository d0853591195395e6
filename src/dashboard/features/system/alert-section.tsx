import { Anchor, Badge, Group, Paper, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { Alert, AlertFeature } from '../../../contract/notifications/alert.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Moment } from '../../components/moment.tsx';
import { Section } from '../../components/section.tsx';
import { WaitingRows } from '../../components/waiting-rows.tsx';
import { emergencySecret } from '../../lib/emergency-secret.ts';
import { FlagLink } from '../flags/flag-link.tsx';
import { AlertMessages } from './alert-messages.tsx';
import { alertsQuery } from './alerts-query.ts';
import { severityColors } from './severity-colors.ts';

/** What the watchman found: what is open, with what to do, and the last of what it told. */
export function AlertSection() {
  const { data, error, isPending } = useQuery(alertsQuery);
  const [isShown, { toggle }] = useDisclosure();
  return (
    <Section
      title="Alerts"
      says={data && <LastLook at={data.looked_at} isWell={data.open.length === 0} />}
      actions={
        data &&
        data.history.length > 0 && (
          <Anchor
            component="button"
            type="button"
            size="sm"
            onClick={toggle}
            aria-expanded={isShown}
          >
            {isShown ? 'Hide the last messages' : `The last messages (${data.history.length})`}
          </Anchor>
        )
      }
    >
      {error && !data && <ErrorAlert error={error} title="Nobody knows what was found" />}
      {isPending && <WaitingRows label="Loading the alerts" rows={1} />}
      {data?.open.map((alert) => (
        <OpenAlert key={alert.id} alert={alert} />
      ))}
      {data && isShown && <AlertMessages messages={data.history} />}
    </Section>
  );
}

const LastLook = ({ at, isWell }: { readonly at: string | null; readonly isWell: boolean }) =>
  at === null ? (
    'Nobody has looked yet.'
  ) : (
    <>
      {isWell && 'Nothing is open. '}Last looked at: <Moment at={at} />.
    </>
  );

const OpenAlert = ({ alert }: { readonly alert: Alert }) => (
  <Paper
    withBorder
    p="sm"
    component="article"
    aria-label={alert.title}
    className="open-alert wraps-anywhere"
    data-severity={alert.severity}
  >
    <Stack gap={6}>
      <Group gap={8}>
        <Badge color={severityColors[alert.severity]} variant="light" tt="none">
          {alert.severity}
        </Badge>
        <Text fw={600} size="sm">
          {alert.title}
        </Text>
        <Text size="xs" c="dimmed">
          since <Moment at={alert.opened_at} />
        </Text>
      </Group>
      <Affected alert={alert} />
      <Text size="sm">{alert.consequence}</Text>
      <Text size="sm">
        <b>What to do:</b> {alert.what_to_do}
      </Text>
      {alert.details.map((detail) => (
        <Text key={detail} size="xs" c="dimmed" className="wraps-anywhere">
          {detail}
        </Text>
      ))}
    </Stack>
  </Paper>
);

/** A flag leads to its page, where it can be mended. */
function Affected({ alert: { affected, features, environment } }: { readonly alert: Alert }) {
  const named = new Set(features.map(({ key }) => key));
  const others = affected.filter((name) => !named.has(name));
  if (features.length + others.length === 0) return null;
  return (
    <Group gap={8}>
      {features.map((feature) => (
        <Feature key={feature.key} feature={feature} environment={environment} />
      ))}
      {others.length > 0 && (
        <Text size="sm" className="wraps-anywhere">
          {others.join(', ')}
        </Text>
      )}
    </Group>
  );
}

interface FeatureProps {
  readonly feature: AlertFeature;
  readonly environment: string | null;
}

const Feature = ({ feature: { key, owner }, environment }: FeatureProps) => (
  <Text size="sm" component="span">
    {emergencySecret.get() === undefined ? (
      <FlagLink flag={key} environment={environment} />
    ) : (
      <b>{key}</b>
    )}
    {owner !== null && ` of ${owner}`}
  </Text>
);
