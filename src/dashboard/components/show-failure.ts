import { notifications } from '@mantine/notifications';
import { titleOf, wasOvertaken } from '../lib/api.ts';

/** Says, beside the page, that something was not done and why, or that somebody else was faster. */
export function showFailure(error: Error, title: string, overtaken = 'This is how it is now.') {
  const isOvertaken = wasOvertaken(error);
  notifications.show({
    color: isOvertaken ? 'yellow' : 'red',
    title: isOvertaken ? 'Somebody else was faster' : titleOf(error, title),
    message: isOvertaken ? overtaken : error.message,
  });
}
