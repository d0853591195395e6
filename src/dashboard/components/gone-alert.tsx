import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';

/** Over a draft of what somebody else has deleted. */
export const GoneAlert = () => (
  <Alert color="red" icon={<IconAlertTriangle />} title="It is not there any more" role="alert">
    Somebody deleted it meanwhile. What you wrote cannot be saved, but can still be copied.
  </Alert>
);
