import type { AuditEntryResource } from '../../../contract/access/audit.ts';
import { describeDevice } from '../profile/describe-device.ts';

const id = /^[0-9a-f]{8}-[0-9a-f]{4}-/;

type States = Pick<AuditEntryResource, 'before' | 'after'>;

/** What an entry is about: where that is an id, by the name that its states give; its details have the id. */
export function entryTarget(entry: AuditEntryResource): string {
  const { target } = entry;
  return id.test(target) ? (nameOfEntry(entry) ?? `${target.slice(0, 8)}…`) : target;
}

export const nameOfEntry = ({ before, after }: States): string | undefined =>
  nameIn(after) ?? nameIn(before);

function nameIn(state: unknown): string | undefined {
  if (typeof state !== 'object' || state === null) return undefined;
  const { name, flag, email, user_agent } = state as Readonly<Record<string, unknown>>;
  const found = [name, flag, email].find((each) => typeof each === 'string' && each !== '');
  if (found === undefined && typeof user_agent === 'string') return describeDevice(user_agent);
  return found as string | undefined;
}
