import * as z from 'zod';

/** Thousandths of a percent: what 100 % counts in exact arithmetic. */
export const fullMillipercent = 100_000;

/** 0 to 100, exact to a thousandth. */
export const percentage = z
  .number()
  .min(0)
  .max(100)
  .refine((value) => Number(value.toFixed(3)) === value, 'expected at most three decimals');

/** 0 to 100 as thousandths of a percent. */
export const toMillipercent = (value: number): number => Math.round(value * 1000);

/** Exact both ways, as the quotient is the nearest number to a decimal of three places. */
export const fromMillipercent = (millipercent: number): number => millipercent / 1000;
