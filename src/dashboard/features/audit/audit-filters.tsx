import { Button, Group, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { EnvironmentSelect } from '../../components/environment-select.tsx';
import { InstantInput } from '../../components/instant-input.tsx';
import { environmentsQuery } from '../../lib/live.ts';
import { serverNow } from '../../lib/server-clock.ts';
import { ActionFilter } from './action-filter.tsx';
import { type AuditSearch, auditSearch } from './audit-search.ts';

type Text = 'q' | 'actor' | 'target' | 'request_id';

const texts: Readonly<Record<Text, readonly [label: string, placeholder: string]>> = {
  q: ['Anywhere', 'A word in names or states'],
  actor: ['Who', 'ana@example.com'],
  target: ['What', 'checkout.express'],
  request_id: ['Request', 'Its id'],
};

/** What narrows down the log, sent with Enter; all of it is in the address. */
export function AuditFilters({ search }: { readonly search: AuditSearch }) {
  const navigate = useNavigate({ from: '/audit' });
  const { data: environments = [] } = useQuery(environmentsQuery);
  const [form, setForm] = useState(search);
  const set = (change: Partial<AuditSearch>) => setForm({ ...form, ...change });
  const apply = (next: AuditSearch) =>
    void navigate({ search: auditSearch({ ...next, actor: asActor(next.actor) }), replace: true });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        apply(form);
      }}
    >
      <Group gap="xs" align="flex-end">
        {(Object.keys(texts) as Text[]).map((name) => (
          <TextInput
            key={name}
            label={texts[name][0]}
            placeholder={texts[name][1]}
            size="xs"
            value={form[name] ?? ''}
            onChange={(event) => set({ [name]: event.currentTarget.value })}
            w={{ base: 'calc(50% - 5px)', sm: 168 }}
          />
        ))}
        <ActionFilter
          value={form.action ?? ''}
          onChange={(action) => set({ action })}
          w={{ base: 'calc(50% - 5px)', sm: 168 }}
        />
        <EnvironmentSelect
          label="Environment"
          placeholder="Any"
          size="xs"
          environments={environments}
          value={form.environment ?? null}
          onChange={(value) => apply({ ...form, environment: value ?? undefined })}
          clearable
          w={{ base: 'calc(50% - 5px)', sm: 140 }}
        />
        <InstantInput
          label="From"
          size="xs"
          value={form.from}
          onChange={(from) => set({ from })}
          w={{ base: 'calc(50% - 5px)', sm: 180 }}
        />
        <InstantInput
          label="To"
          size="xs"
          value={form.to}
          onChange={(to) => set({ to })}
          w={{ base: 'calc(50% - 5px)', sm: 180 }}
        />
        <Button size="xs" variant="default" onClick={() => apply(lastDays(form))}>
          Last {recentDays} days
        </Button>
        <Button type="submit" size="xs">
          Search
        </Button>
        <Button size="xs" variant="subtle" onClick={() => apply({})}>
          Clear
        </Button>
      </Group>
    </form>
  );
}

const recentDays = 7;

const lastDays = (form: AuditSearch): AuditSearch => ({
  ...form,
  from: new Date(serverNow() - recentDays * 86_400_000).toISOString(),
  to: undefined,
});

/** Members are known by their address; the log names them `member:<e-mail>`. */
const asActor = (typed: string | undefined): string | undefined =>
  typed?.includes('@') && !typed.includes(':') ? `member:${typed.trim()}` : typed;
