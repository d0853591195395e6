import type { Severity } from '../../../contract/notifications/alert.ts';

export const severityColors: Readonly<Record<Severity, string>> = {
  critical: 'red',
  warning: 'yellow',
  info: 'gray',
};
