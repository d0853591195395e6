import { serverNow } from '../lib/server-clock.ts';

interface MomentProps {
  /** RFC 3339. */
  readonly at: string;
}

/** An instant as people say it; exactly, where the mouse rests on it. */
export const Moment = ({ at }: MomentProps) => (
  <time dateTime={at} title={new Date(at).toLocaleString()}>
    {sayMoment(new Date(at), serverNow())}
  </time>
);

const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** Beyond that a date says more. */
const farDays = 30;

function sayMoment(at: Date, now: number): string {
  const seconds = (at.getTime() - now) / 1_000;
  if (Math.abs(seconds) > farDays * 86_400)
    return at.toLocaleDateString(undefined, { dateStyle: 'medium' });
  const step = steps.find(([, each]) => Math.abs(seconds) >= each);
  if (!step) return 'now';
  const [unit, each] = step;
  return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(
    Math.round(seconds / each),
    unit,
  );
}
