import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import type { AuditPage } from '../../../contract/access/audit.ts';
import { admin, bodyOf } from '../../lib/api.ts';
import type { AuditSearch } from './audit-search.ts';

const said = (search: object) =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value)) as Record<string, string>;

/** The newest first. */
export const auditQuery = (search: AuditSearch) =>
  infiniteQueryOptions({
    queryKey: ['audit', search],
    placeholderData: keepPreviousData,
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam: cursor }) => {
      const query = said({ ...search, cursor, limit: '50' });
      return (await bodyOf(admin.audit.$get({ query: query as never }))) as AuditPage;
    },
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  });

export const exportAddress = (search: AuditSearch, format: 'csv' | 'ndjson'): string =>
  `/admin/audit/export?${new URLSearchParams({ ...said(search), format })}`;
