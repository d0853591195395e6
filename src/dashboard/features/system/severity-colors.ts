import type { Severity } from '../../../contract/alert.ts';

export const severityColors: Readonly<Record<Severity, string>> = {
  critical: 'red',
  warning: 'yellow',
  info: 'gray',
};
