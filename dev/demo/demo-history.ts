import type { CreateScheduleInput } from '../../src/contract/flags/schedule.ts';
import type { DemoPlane } from './demo-plane.ts';

interface Change {
  readonly flag: string;
  readonly environment: string;
  readonly change: object;
}

const at = (environment: string, flag: string, change: object): Change => ({
  flag,
  environment,
  change,
});

/** What people did, in this order, so that the log has something to tell. */
const changes: readonly Change[] = [
  at('production', 'checkout.express', { rollout_percentage: 5 }),
  at('staging', 'checkout.guest_quotes', { is_enabled: true }),
  at('production', 'checkout.express', { rollout_percentage: 25 }),
  at('development', 'billing.usage_pricing', { is_enabled: false }),
  at('production', 'search.semantic', { rollout_percentage: 10 }),
  at('development', 'billing.usage_pricing', { is_enabled: true }),
  at('production', 'identity.passkeys', { rollout_percentage: 50 }),
  at('staging', 'analytics.export_parquet', { is_enabled: true }),
  at('production', 'search.semantic', { rollout_percentage: 25 }),
  at('staging', 'mobile.tablet_layout', { is_enabled: true, rollout_percentage: 50 }),
];

/** Changes flags as the editors, in turns, and stops and resumes one. */
export async function makeDemoHistory(editors: readonly DemoPlane[]) {
  for (const [turn, { flag, environment, change }] of changes.entries()) {
    const editor = editors[turn % editors.length] as DemoPlane;
    const path = `/flags/${flag}/environments/${environment}`;
    await editor(path, { method: 'PATCH', body: change });
  }
  const [editor] = editors as [DemoPlane];
  const express = '/flags/checkout.express/environments/production';
  const reason = { reason: 'Orders fail at the payment provider' };
  await editor(`${express}/stop`, { method: 'POST', body: reason });
  const over = { reason: 'The provider answers again' };
  await editor(`${express}/resume`, { method: 'POST', body: over });
}

const dayMinutes = 24 * 60;

/** What happens by itself from now on; one waits for a person, one is called off. */
export async function makeDemoSchedules([mara, jonas]: readonly DemoPlane[], now: Date) {
  const make = async (editor: DemoPlane | undefined, schedule: CreateScheduleInput) => {
    const made = await editor?.('/schedules', { method: 'POST', body: schedule });
    return String(made?.id);
  };
  const inHours = (hours: number) => new Date(now.getTime() + hours * 3_600_000).toISOString();
  const production = { environment: 'production' };
  await make(mara, {
    ...production,
    flag: 'checkout.express',
    reason: 'Stage by stage to everybody',
    rollout: {
      start_at: inHours(20),
      stages: [
        { percentage: 50, hold_minutes: 2 * dayMinutes },
        { percentage: 75, hold_minutes: 2 * dayMinutes },
        { percentage: 100 },
      ],
    },
  });
  await make(jonas, {
    ...production,
    flag: 'search.semantic',
    reason: 'After the release of the index',
    rollout: {
      start_at: inHours(44),
      stages: [{ percentage: 50, hold_minutes: dayMinutes }, { percentage: 100 }],
    },
  });
  await make(mara, {
    ...production,
    flag: 'system.maintenance',
    reason: 'Announced maintenance',
    steps: [
      { at: inHours(70), change: { is_enabled: false } },
      { at: inHours(74), change: { is_enabled: true } },
    ],
  });
  const paused = await make(jonas, {
    ...production,
    flag: 'identity.risk_checks',
    reason: 'Waits for the review of security',
    steps: [{ at: inHours(96), change: { rollout_percentage: 100 } }],
  });
  await jonas?.(`/schedules/${paused}/pause`, { method: 'POST' });
  const cancelled = await make(mara, {
    environment: 'staging',
    flag: 'catalogue.variant_matrix',
    steps: [{ at: inHours(30), change: { is_enabled: false } }],
  });
  await mara?.(`/schedules/${cancelled}/cancel`, { method: 'POST' });
}
