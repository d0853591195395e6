import type { AuditEntryResource } from '../../../contract/audit.ts';

const id = /^[0-9a-f]{8}-[0-9a-f]{4}-/;

/** What an entry is about: where that is an id, by the name that its states give. */
export function entryTarget({ target, before, after }: AuditEntryResource): string {
  return id.test(target) ? (nameIn(after) ?? nameIn(before) ?? target) : target;
}

function nameIn(state: unknown): string | undefined {
  if (typeof state !== 'object' || state === null) return undefined;
  const { name, flag, email } = state as Readonly<Record<string, unknown>>;
  const found = [name, flag, email].find((each) => typeof each === 'string' && each !== '');
  return found as string | undefined;
}
