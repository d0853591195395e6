import type { Operation, Section } from './operation.ts';
import { environments } from './sections/environments.ts';
import { evaluation } from './sections/evaluation.ts';
import { flags } from './sections/flags.ts';
import { keys } from './sections/keys.ts';
import { members } from './sections/members.ts';
import { overrides } from './sections/overrides.ts';
import { schedules } from './sections/schedules.ts';
import { segments } from './sections/segments.ts';
import { upkeep } from './sections/upkeep.ts';
import { webhooks } from './sections/webhooks.ts';

/** Every route there is, in the order of the page. A test compares them with the routers. */
export const sections: readonly Section[] = [
  evaluation,
  flags,
  environments,
  overrides,
  segments,
  schedules,
  keys,
  members,
  webhooks,
  upkeep,
];

export const operations: readonly Operation[] = sections.flatMap((section) => section.operations);
