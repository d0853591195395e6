import { queryOptions } from '@tanstack/react-query';
import type { AuditPage } from '../../../contract/access/audit.ts';
import { admin, bodyOf } from '../../lib/api.ts';
import { nameOfEntry } from './entry-target.ts';

/** As the log has it, which every role may read, and which knows keys that are gone; null where it does not. */
export const keyNameQuery = (id: string) =>
  queryOptions({
    queryKey: ['key-name', id],
    staleTime: 'static',
    queryFn: async (): Promise<string | null> => {
      const query = { target: id, action: 'key', limit: '1' } as never;
      const { entries } = (await bodyOf(admin.audit.$get({ query }))) as AuditPage;
      return (entries[0] && nameOfEntry(entries[0])) ?? null;
    },
  });
