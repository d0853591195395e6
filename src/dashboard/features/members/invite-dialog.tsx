import { NumberInput, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Role } from '../../../contract/access/api-key.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Moment } from '../../components/moment.tsx';
import { ShownOnce } from '../../components/shown-once.tsx';
import { admin, bodyOf } from '../../lib/api.ts';
import { RoleSelect } from './role-select.tsx';

const hoursOfDay = 24;
const days = { usual: 7, most: 30 } as const;

/** Asks somebody to join; ends with the link, which is handed over by hand. */
export function InviteDialog({ onClose }: { readonly onClose: () => void }) {
  const queryClient = useQueryClient();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [forDays, setForDays] = useState<number>(days.usual);
  const inviting = useMutation({
    mutationFn: () => {
      const json = { email, role, expires_in_hours: forDays * hoursOfDay };
      return bodyOf(admin.invitations.$post({ json }));
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['invitations'] }),
  });
  if (inviting.data) {
    const { link, expires_at, email: to } = inviting.data;
    return (
      <ShownOnce
        title={`An invitation for ${to}`}
        secrets={[{ label: 'Link', value: link }]}
        onClose={onClose}
      >
        <Text size="sm">
          Hand it over yourself; nothing is sent. Whoever has it is taken for {to}. It counts once,
          until <Moment at={expires_at} />.
        </Text>
      </ShownOnce>
    );
  }
  return (
    <FormDialog
      title="Invite somebody"
      action="Make the link"
      doing={inviting}
      errorTitle="Nobody was invited"
      onSubmit={() => inviting.mutate()}
      onClose={onClose}
    >
      <TextInput
        label="E-mail address"
        description="They log in by it. Another invitation to it ends the one before."
        type="email"
        required
        data-autofocus
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <RoleSelect label="Role" value={role} onChange={setRole} />
      <NumberInput
        label="Counts for"
        suffix=" days"
        min={1}
        max={days.most}
        allowDecimal={false}
        value={forDays}
        onChange={(value) => setForDays(Number(value) || 1)}
      />
    </FormDialog>
  );
}
