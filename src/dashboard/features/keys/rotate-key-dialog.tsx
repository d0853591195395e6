import { Select, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Moment } from '../../components/moment.tsx';
import { ShownOnce } from '../../components/shown-once.tsx';
import { admin, bodyOf } from '../../lib/api.ts';
import { serverNow } from '../../lib/server-clock.ts';
import { EndedKeyAlert } from './ended-key-alert.tsx';
import type { OfKeyProps } from './key-asked.ts';

const hourMilliseconds = 3_600_000;

const overlaps = [
  { value: '1', label: 'an hour' },
  { value: '24', label: 'a day' },
  { value: '168', label: 'a week' },
  { value: '672', label: 'four weeks' },
];

/** Makes a successor; both are good for a while, so that nothing is refused meanwhile. */
export function RotateKeyDialog({ apiKey: { id, name }, isEnded, onClose }: OfKeyProps) {
  const queryClient = useQueryClient();
  const [hours, setHours] = useState('24');
  const rotating = useMutation({
    mutationFn: () => {
      const expires_at = new Date(serverNow() + Number(hours) * hourMilliseconds).toISOString();
      return bodyOf(admin.keys[':id'].rotate.$post({ param: { id }, json: { expires_at } }));
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['keys'] }),
  });
  if (rotating.data) {
    const { expires_at } = rotating.data.old;
    return (
      <ShownOnce
        title={`The successor of ${name}`}
        secrets={[{ label: 'Key', value: rotating.data.new.key }]}
        onClose={onClose}
      >
        <Text size="sm">
          The old one ends {expires_at !== null && <Moment at={expires_at} />}. Put this one in its
          place before.
        </Text>
      </ShownOnce>
    );
  }
  return (
    <FormDialog
      title={`Rotate ${name}`}
      action="Rotate"
      doing={rotating}
      errorTitle="It was not rotated"
      isReady={!isEnded}
      onSubmit={() => rotating.mutate()}
      onClose={onClose}
    >
      <Text size="sm">A new key that may do the same. The old one ends after a while.</Text>
      <Select
        label="The old one stays good for"
        data={overlaps}
        value={hours}
        onChange={(value) => setHours(value ?? '24')}
        allowDeselect={false}
      />
      {isEnded && <EndedKeyAlert />}
    </FormDialog>
  );
}
