import { Moment } from '../../components/moment.tsx';
import { serverNow } from '../../lib/server-clock.ts';

const hourMilliseconds = 3_600_000;

/** Use is kept by the full hour, so what is recent is told as the hours that it was within. */
export function LastUsed({ at }: { readonly at: string | null }) {
  if (at === null) return 'not known';
  const hours = Math.ceil((serverNow() - Date.parse(at)) / hourMilliseconds);
  if (hours <= 1) return 'within the last hour';
  return hours === 2 ? 'within the last 2 hours' : <Moment at={at} />;
}
