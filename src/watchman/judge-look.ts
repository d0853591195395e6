import { v7 as newId } from 'uuid';
import { type Alert, type AlertType, severities } from '../contract/notifications/alert.ts';
import { watchPolicy } from '../resource-policy.ts';
import type { Look } from './look.ts';
import type { Problem } from './problem.ts';

/** A problem that was seen, told or not. Instants are in milliseconds since the epoch. */
export interface Entry {
  /** As it was last seen. */
  readonly problem: Problem;
  readonly items: Readonly<Record<string, ItemEntry>>;
  /** As it was last told; absent until then. */
  readonly told?: Alert;
}

interface ItemEntry {
  readonly seenAt: number;
  /** Since when it is not seen any more. */
  readonly absentAt?: number;
  readonly isTold: boolean;
}

export type Entries = Readonly<Record<string, Entry>>;

/** A message that follows from a look. */
export interface NewMessage {
  readonly id: string;
  readonly type: AlertType;
  readonly at: string;
  readonly alert: Alert;
  readonly before: Alert | null;
}

/** Of a problem that is one thing. */
const whole = '';

/** What is known after a look, and what of it is news. Told once, nothing is told again until it changes. */
export function judgeLook(known: Entries, look: Look) {
  const seen = new Map(look.problems.map((problem) => [problem.key, problem]));
  const entries: Record<string, Entry> = {};
  const messages: NewMessage[] = [];
  for (const key of new Set([...Object.keys(known), ...seen.keys()])) {
    const judged = judgeEntry(known[key], seen.get(key), look);
    if (judged.entry) entries[key] = judged.entry;
    if (judged.message) messages.push(judged.message);
  }
  return { entries, messages };
}

interface Judged {
  /** Absent where nothing is wrong any more. */
  readonly entry?: Entry | undefined;
  readonly message?: NewMessage;
}

function judgeEntry(known: Entry | undefined, seen: Problem | undefined, look: Look): Judged {
  const problem = seen ?? known?.problem;
  if (!problem) return {};
  if (!seen && look.unseen.some((prefix) => problem.key.startsWith(prefix)))
    return { entry: known };
  const items = judgeItems(known?.items ?? {}, seen, look.at);
  const { patience } = problem;
  const isDue = ({ isTold, absentAt, seenAt }: ItemEntry) =>
    !isTold && absentAt === undefined && look.at - seenAt >= patience.toOpen;
  const isOver = ({ isTold, absentAt }: ItemEntry) =>
    isTold && absentAt !== undefined && look.at - absentAt >= patience.toClose;
  const added = namesOf(items, isDue);
  const recovered = namesOf(items, isOver);
  const kept = Object.fromEntries(
    Object.entries(items)
      .filter(([, item]) => !isOver(item))
      .map(([name, item]) => [name, isDue(item) ? { ...item, isTold: true } : item]),
  );
  const isWorse = known?.told !== undefined && rank(problem) < rank(known.told);
  const entry = { problem, items: kept, ...(known?.told && { told: known.told }) };
  if (added.length + recovered.length === 0 && !isWorse) {
    return { entry: Object.keys(kept).length > 0 ? entry : undefined };
  }
  const message = messageOf({ entry, added, recovered, at: look.at });
  const isClosed = message.type === 'alert.close';
  return { message, entry: isClosed ? pendingOf(entry) : { ...entry, told: message.alert } };
}

const rank = ({ severity }: Pick<Problem, 'severity'>): number => severities.indexOf(severity);

/** What was seen and never told is forgotten as soon as it is not seen any more. */
function judgeItems(
  known: Readonly<Record<string, ItemEntry>>,
  seen: Problem | undefined,
  at: number,
): Readonly<Record<string, ItemEntry>> {
  const names = seen ? (seen.items.length > 0 ? seen.items : [whole]) : [];
  const absent = Object.entries(known)
    .filter(([name, { isTold }]) => isTold && !names.includes(name))
    .map(([name, item]) => [name, { ...item, absentAt: item.absentAt ?? at }] as const);
  const present = names.map((name) => {
    const { seenAt = at, isTold = false } = known[name] ?? {};
    return [name, { seenAt, isTold }] as const;
  });
  return Object.fromEntries([...absent, ...present]);
}

const namesOf = (
  items: Readonly<Record<string, ItemEntry>>,
  isMeant: (item: ItemEntry) => boolean,
): readonly string[] =>
  Object.entries(items)
    .filter(([, item]) => isMeant(item))
    .map(([name]) => name)
    .sort();

interface News {
  readonly entry: Entry;
  readonly added: readonly string[];
  readonly recovered: readonly string[];
  readonly at: number;
}

function messageOf({ entry, added, recovered, at }: News): NewMessage {
  const { problem, told = null } = entry;
  const now = new Date(at).toISOString();
  const left = namesOf(entry.items, ({ isTold }) => isTold);
  const isOver = left.length === 0;
  const type = isOver ? 'alert.close' : told ? 'alert.change' : 'alert.open';
  const alert: Alert = {
    id: told?.id ?? `alert_${newId()}`,
    problem: problem.key,
    status: isOver ? 'closed' : 'open',
    severity: problem.severity,
    title: isOver ? (told?.title ?? problem.title) : problem.title,
    environment: problem.environment,
    affected: isOver ? (told?.affected ?? []) : few(left),
    added: few(added),
    recovered: few(recovered),
    consequence: problem.consequence,
    what_to_do: problem.whatToDo,
    details: few(problem.details),
    features: isOver ? (told?.features ?? []) : problem.features.slice(0, watchPolicy.listed),
    opened_at: told?.opened_at ?? now,
    closed_at: isOver ? now : null,
  };
  return { id: newId(), type, at: now, alert, before: told };
}

/** Of a long list the beginning, and how much more there is. */
function few(names: readonly string[]): string[] {
  const most = watchPolicy.listed;
  const cut = names
    .filter((name) => name !== whole)
    .map((name) => name.slice(0, watchPolicy.characters));
  return cut.length <= most ? cut : [...cut.slice(0, most), `${cut.length - most} more`];
}

/** What is seen and not yet told waits on, as a problem of its own. */
function pendingOf({ problem, items }: Entry): Entry | undefined {
  return Object.keys(items).length > 0 ? { problem, items } : undefined;
}
