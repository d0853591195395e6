import type { Role } from '../../contract/access/api-key.ts';

/** What a role may do, in a sentence; from the least to the most. */
export const roles: Readonly<Record<Role, string>> = {
  viewer: 'Sees everything about flags, and changes nothing.',
  editor: 'Changes flags, overrides, segments and schedules.',
  admin: 'Also decides who gets in: members, keys, webhooks.',
};

export const roleNames = Object.keys(roles) as readonly Role[];
