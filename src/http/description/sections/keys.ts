import * as z from 'zod';
import {
  createKeyInput,
  keyPage,
  keyResource,
  newKeyResource,
  rotatedKeyResource,
  rotateKeyInput,
  updateKeyInput,
} from '../../../contract/access/api-key.ts';
import {
  contextKeyResource,
  createContextKeyInput,
  newContextKeyResource,
} from '../../../contract/environments/context-key.ts';
import { pageInput } from '../../../contract/fields/page.ts';
import { listOf } from '../list-of.ts';
import type { Section } from '../operation.ts';

const contextKeys = '/admin/environments/:environment/context-keys';
const { environment: _, ...contextKeyBody } = createContextKeyInput.shape;

export const keys: Section = {
  title: 'Keys',
  says: 'Client and server keys ask for flags, admin keys change them, and context keys verify contexts that your backend signed.',
  operations: [
    {
      route: 'GET /admin/keys',
      summary: 'Lists keys, the oldest first, revoked ones included; never the keys themselves.',
      needs: 'admin',
      query: pageInput,
      answer: keyPage,
    },
    {
      route: 'POST /admin/keys',
      summary: 'Creates a key and shows it this once. With ADMIN_SECRET, admin keys only.',
      needs: 'admin',
      bySecret: true,
      body: createKeyInput,
      sample: { kind: 'admin', name: 'Pipeline', role: 'editor' },
      answer: newKeyResource,
      status: 201,
      refuses: ['not_found'],
    },
    {
      route: 'GET /admin/keys/:id',
      summary: 'Shows one key.',
      needs: 'admin',
      answer: keyResource,
    },
    {
      route: 'PATCH /admin/keys/:id',
      summary: 'Changes the name of a key, or the allowed origins of a client key.',
      needs: 'admin',
      body: updateKeyInput,
      sample: { name: 'Deployments' },
      answer: keyResource,
      ifMatch: true,
      refuses: ['key_ended'],
    },
    {
      route: 'POST /admin/keys/:id/rotate',
      summary: 'Creates the successor of a key; both are accepted until expires_at.',
      needs: 'admin',
      body: rotateKeyInput,
      sample: {},
      answer: rotatedKeyResource,
      status: 201,
      refuses: ['already_exists', 'key_ended'],
    },
    {
      route: 'POST /admin/keys/:id/revoke',
      summary: 'Revokes a key for good, everywhere within 60 seconds.',
      needs: 'admin',
      answer: keyResource,
    },
    {
      route: `GET ${contextKeys}`,
      summary: "Lists the public keys that verify an environment's signed contexts.",
      needs: 'admin',
      answer: listOf('context_keys', contextKeyResource),
    },
    {
      route: `POST ${contextKeys}`,
      summary:
        'Registers a public key for signed contexts, or makes a pair and shows its private half this once.',
      needs: 'admin',
      body: z.strictObject(contextKeyBody),
      sample: { name: 'Backend' },
      answer: newContextKeyResource,
      status: 201,
    },
    {
      route: `POST ${contextKeys}/:id/revoke`,
      summary: 'Revokes a context key: what it signed no longer counts.',
      needs: 'admin',
      answer: contextKeyResource,
    },
  ],
};
