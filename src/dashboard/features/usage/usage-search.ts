import { oneOf, type RawSearch, text } from '../../lib/search.ts';

export const periods = ['day', 'week', 'month', 'quarter'] as const;
export const groups = ['flag', 'variant', 'organisation', 'environment', 'reason'] as const;

export type Period = (typeof periods)[number];
export type Group = (typeof groups)[number];

/** What the page of usage shows, as its address has it. */
export interface UsageSearch {
  readonly period?: Period | undefined;
  readonly by?: Group | undefined;
  readonly environment?: string | undefined;
  readonly flag?: string | undefined;
  readonly variant?: string | undefined;
  readonly organisation?: string | undefined;
  readonly reason?: string | undefined;
}

export const usageSearch = (raw: RawSearch): UsageSearch => ({
  period: oneOf(periods, raw.period),
  by: oneOf(groups, raw.by),
  environment: text(raw.environment),
  flag: text(raw.flag),
  variant: text(raw.variant),
  organisation: text(raw.organisation),
  reason: text(raw.reason),
});
