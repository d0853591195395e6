import { manifest } from '../../../src/schema/manifest.ts';
import type { Row } from '../state.ts';
import type { Damage, Site } from './damage.ts';

const table = 'drizzle.__drizzle_migrations';

/** Drizzle's records do not say what has been run. */
export const records: Readonly<Record<string, Damage>> = {
  'delete records': {
    draw: (site) => {
      const all = site.random.chance(0.2);
      return onRecord(site, ({ id }) => [
        all ? `delete from ${table}` : `delete from ${table} where id = ${id}`,
      ]);
    },
  },
  'add a future record': {
    takesDecision: true,
    draw: (site) =>
      onRecord(site, () => [insert(site, 'future', Date.now() + 365 * 24 * 3_600_000)]),
  },
  'add a newer record': {
    takesDecision: true,
    draw: (site) =>
      onRecord(site, () =>
        site.random.chance(0.3)
          ? [insert(site, 'newer', (manifest.migrations.at(-1)?.when ?? 0) + 1)]
          : [],
      ),
  },
  'repeat a record': {
    draw: (site) =>
      onRecord(site, ({ hash, created_at }) => [insert(site, `${hash}`, Number(created_at))]),
  },
  'edit a hash': {
    takesDecision: true,
    draw: (site) =>
      onRecord(site, ({ id }) => [`update ${table} set hash = 'edited' where id = ${id}`]),
  },
};

/** Where the table is whole, and has rows. */
function onRecord({ state, random }: Site, statements: (record: Row) => readonly string[]) {
  const columns = ['id', 'hash', 'created_at'];
  const isWhole = columns.every((name) =>
    state.objects.has(`column drizzle.__drizzle_migrations.${name}`),
  );
  const record = random.pick(state.rows.get('table drizzle.__drizzle_migrations') ?? []);
  return isWhole && record !== undefined ? statements(record) : [];
}

/** With an id of its own, as the sequence may be gone. */
const insert = ({ random }: Site, hash: string, when: number) =>
  `insert into ${table} (id, hash, created_at)
    select max(id) + ${1 + random.integer(20)}, '${hash}', ${when} from ${table}`;
