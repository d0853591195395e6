import { severities } from '../../contract/notifications/alert.ts';
import type { ControlContext } from '../context.ts';
import { one, type Readings } from './metrics.ts';

/** Of the watchman, who needs no database; nothing where nobody keeps watch. */
export async function readAlerts({ listAlerts }: ControlContext): Promise<Readings> {
  if (!listAlerts) return {};
  const { open, looked_at } = await listAlerts(0);
  return {
    burgee_alerts_open: severities.map((severity) => ({
      labels: { severity },
      value: open.filter((alert) => alert.severity === severity).length,
    })),
    ...(looked_at && { burgee_watch_timestamp_seconds: one(Date.parse(looked_at) / 1_000) }),
  };
}
