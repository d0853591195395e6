import * as z from 'zod';
import {
  createKeyInput,
  keyPage,
  keyResource,
  newKeyResource,
  rotatedKeyResource,
  rotateKeyInput,
  updateKeyInput,
} from '../../../contract/api-key.ts';
import {
  contextKeyResource,
  createContextKeyInput,
  newContextKeyResource,
} from '../../../contract/context-key.ts';
import { pageInput } from '../../../contract/page.ts';
import { listOf } from '../list-of.ts';
import type { Section } from '../operation.ts';

const contextKeys = '/admin/environments/:environment/context-keys';
const { environment: _, ...contextKeyBody } = createContextKeyInput.shape;

export const keys: Section = {
  title: 'Keys',
  says: 'With what flags are asked for (client, server), changed (admin), and contexts signed.',
  operations: [
    {
      route: 'GET /admin/keys',
      summary: 'Oldest first, revoked ones included; never the keys themselves.',
      needs: 'admin',
      query: pageInput,
      answer: keyPage,
    },
    {
      route: 'POST /admin/keys',
      summary: 'Makes one, and shows it this once. ADMIN_SECRET makes admin keys alone.',
      needs: 'admin',
      bySecret: true,
      body: createKeyInput,
      sample: { kind: 'admin', name: 'Pipeline', role: 'editor' },
      answer: newKeyResource,
      status: 201,
      refuses: ['not_found'],
    },
    { route: 'GET /admin/keys/:id', summary: 'One.', needs: 'admin', answer: keyResource },
    {
      route: 'PATCH /admin/keys/:id',
      summary: 'Changes its name, or the origins of a client key.',
      needs: 'admin',
      body: updateKeyInput,
      sample: { name: 'Deployments' },
      answer: keyResource,
      ifMatch: true,
      refuses: ['key_ended'],
    },
    {
      route: 'POST /admin/keys/:id/rotate',
      summary: 'Makes its successor; both are good until expires_at.',
      needs: 'admin',
      body: rotateKeyInput,
      sample: {},
      answer: rotatedKeyResource,
      status: 201,
      refuses: ['already_exists', 'key_ended'],
    },
    {
      route: 'POST /admin/keys/:id/revoke',
      summary: 'Ends it for good, within 60 seconds everywhere.',
      needs: 'admin',
      answer: keyResource,
    },
    {
      route: `GET ${contextKeys}`,
      summary: 'With what the signed contexts of an environment are verified.',
      needs: 'admin',
      answer: listOf('context_keys', contextKeyResource),
    },
    {
      route: `POST ${contextKeys}`,
      summary: 'Takes a public key, or makes a pair and shows its private half this once.',
      needs: 'admin',
      body: z.strictObject(contextKeyBody),
      sample: { name: 'Backend' },
      answer: newContextKeyResource,
      status: 201,
    },
    {
      route: `POST ${contextKeys}/:id/revoke`,
      summary: 'What it signed counts no more.',
      needs: 'admin',
      answer: contextKeyResource,
    },
  ],
};
