import { Alert, Code, List, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { ApiError, titleOf } from '../lib/api.ts';

/** What went wrong, in the words of the server, with what a person can quote when asking for help. */
export function ErrorAlert({ error, title }: { readonly error: unknown; readonly title?: string }) {
  const api = error instanceof ApiError ? error : undefined;
  const message = error instanceof Error ? error.message : String(error);
  // The list says the same, place by place.
  const isTold = api?.problems.some(({ message: what }) => message.includes(what)) ?? false;
  return (
    <Alert
      color="red"
      icon={<IconAlertTriangle />}
      title={titleOf(error, title ?? 'This did not work')}
      role="alert"
    >
      {!isTold && <Text size="sm">{message}</Text>}
      {api !== undefined && api.problems.length > 0 && (
        <List size="sm" {...(!isTold && { mt: 'xs' })}>
          {api.problems.map(({ path, message: what }) => (
            <List.Item key={path + what}>
              <Code>{path}</Code> {what}
            </List.Item>
          ))}
        </List>
      )}
      {api?.requestId && (
        <Text size="xs" c="dimmed" mt="xs">
          {api.code}, request {api.requestId}
        </Text>
      )}
    </Alert>
  );
}
