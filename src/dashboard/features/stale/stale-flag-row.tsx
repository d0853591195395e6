import { Anchor, Badge, Button, Group, Paper, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { StaleFlag } from '../../../contract/flags/staleness.ts';
import { Moment } from '../../components/moment.tsx';
import { serverNow } from '../../lib/server-clock.ts';
import { useMe } from '../session/use-me.ts';
import { describeSign } from './describe-sign.ts';
import { useArchive } from './use-archive.ts';

const names = { unused: 'unused', rolled_out: 'rolled out', expired: 'expired' } as const;

/** A flag with the signs that its time is over, and the way to take it out of use. */
export function StaleFlagRow({ stale }: { readonly stale: StaleFlag }) {
  const { flag, name, owner, signs, last_evaluated_at } = stale;
  const archive = useArchive(flag);
  const mayChange = useMe().may('editor');
  return (
    <Paper withBorder p="sm" component="section" aria-label={flag}>
      <Group justify="space-between" align="flex-start">
        <div style={{ flex: '1 1 280px', minWidth: 0 }}>
          <Group gap={8}>
            <Anchor
              component={Link}
              {...({ to: `/flags/${flag}` } as object)}
              fw={550}
              className="wraps-anywhere"
            >
              {flag}
            </Anchor>
            {signs.map(({ kind }) => (
              <Badge key={kind} variant="light" color="orange" tt="none">
                {names[kind]}
              </Badge>
            ))}
          </Group>
          <Text size="xs" c="dimmed">
            {name}
            {owner && `, ${owner}`}
            {', '}
            {last_evaluated_at === null ? (
              'never evaluated'
            ) : (
              <>
                evaluated <Moment at={notAfterNow(last_evaluated_at)} />
              </>
            )}
          </Text>
          {signs.map((sign) => (
            <Text key={sign.kind} size="sm" className="wraps-anywhere">
              {describeSign(sign)}
            </Text>
          ))}
        </div>
        {mayChange && (
          <Button
            size="xs"
            variant="default"
            loading={archive.isPending}
            onClick={() => archive.mutate()}
            aria-label={`Archive ${flag}`}
          >
            Archive
          </Button>
        )}
      </Group>
    </Paper>
  );
}

/** Evaluations are counted by hours, each to its end. */
const notAfterNow = (instant: string): string =>
  new Date(Math.min(Date.parse(instant), serverNow())).toISOString();
