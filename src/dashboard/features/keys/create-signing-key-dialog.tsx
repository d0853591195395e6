import { JsonInput, Select, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type {
  ContextAlgorithm,
  NewContextKeyResource,
} from '../../../contract/environments/context-key.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { ShownOnce } from '../../components/shown-once.tsx';
import { admin, bodyOf } from '../../lib/api.ts';

const ownPair = 'own';
const ways: readonly {
  readonly value: ContextAlgorithm | typeof ownPair;
  readonly label: string;
}[] = [
  { value: 'EdDSA', label: 'A new pair, EdDSA' },
  { value: 'ES256', label: 'A new pair, ES256' },
  { value: 'RS256', label: 'A new pair, RS256' },
  { value: ownPair, label: 'The public half of a pair that you have' },
];

interface DialogProps {
  readonly environment: string;
  readonly onClose: () => void;
}

/** Ends with the half that signs, where the pair was made here: it is kept nowhere. */
export function CreateSigningKeyDialog({ environment, onClose }: DialogProps) {
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const [way, setWay] = useState<string>('EdDSA');
  const [jwk, setJwk] = useState('');
  const creating = useMutation({
    mutationFn: () => {
      const pair =
        way === ownPair ? { public_key: parseJwk(jwk) } : { algorithm: way as ContextAlgorithm };
      const route = admin.environments[':environment']['context-keys'];
      const param = { environment: encodeURIComponent(environment) };
      return bodyOf(route.$post({ param, json: { name, ...pair } }));
    },
    onSuccess: async (made) => {
      await queryClient.invalidateQueries({ queryKey: ['context-keys'] });
      if (made.private_key === undefined) onClose();
    },
  });
  if (creating.data?.private_key) return <PrivateHalf made={creating.data} onClose={onClose} />;
  return (
    <FormDialog
      title={`New signing key of ${environment}`}
      action="Create"
      doing={creating}
      errorTitle="It was not made"
      onSubmit={() => creating.mutate()}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        placeholder="Who signs by it"
        required
        data-autofocus
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label="Pair"
        data={[...ways]}
        value={way}
        onChange={(value) => setWay(value ?? 'EdDSA')}
        allowDeselect={false}
      />
      {way === ownPair && (
        <JsonInput
          label="Public key, as a JWK"
          placeholder='{"kty":"OKP","crv":"Ed25519","x":"…"}'
          required
          autosize
          minRows={4}
          validationError="This is no JSON."
          value={jwk}
          onChange={setJwk}
        />
      )}
    </FormDialog>
  );
}

interface PrivateHalfProps {
  readonly made: NewContextKeyResource;
  readonly onClose: () => void;
}

const PrivateHalf = ({ made, onClose }: PrivateHalfProps) => (
  <ShownOnce
    title={`The signing key ${made.name}`}
    secrets={[
      { label: 'Private key, as a JWK', value: JSON.stringify(made.private_key) },
      { label: 'The same as PKCS #8', value: made.private_key_pem ?? '' },
    ]}
    onClose={onClose}
  >
    <Text size="sm">
      For your backend alone: whoever has it can sign. Its tokens name <code>{made.id}</code> as
      their <code>kid</code>.
    </Text>
  </ShownOnce>
);

function parseJwk(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text));
  } catch {
    throw new Error('The public key is no JSON.');
  }
}
