import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';

interface GoneAlertProps {
  readonly title?: string;
  readonly says?: string;
}

/** Over a draft of what somebody else has deleted, or ended. */
export const GoneAlert = ({
  title = 'It is not there any more',
  says = 'Somebody deleted it meanwhile. What you wrote cannot be saved, but can still be copied.',
}: GoneAlertProps) => (
  <Alert color="red" icon={<IconAlertTriangle />} title={title} role="alert">
    {says}
  </Alert>
);
