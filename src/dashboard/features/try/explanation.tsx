import { Text } from '@mantine/core';
import { useMemo } from 'react';
import { explain, type TraceEntry } from '../../../engine/explain.ts';
import type { JsonObject } from '../../../engine/json.ts';
import type { Snapshot } from '../../../engine/snapshot.ts';

const indentPixels = 18;

interface ExplanationProps {
  readonly snapshot: Snapshot;
  readonly flag: string;
  readonly context: JsonObject;
  readonly now: number;
}

/** What was asked on the way to a value, in the order in which it was asked. */
export function Explanation({ snapshot, flag, context, now }: ExplanationProps) {
  const steps = useMemo(
    () => explain(snapshot, flag, context, now),
    [snapshot, flag, context, now],
  );
  return (
    <ol className="explanation">
      {steps.map((step, place) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: the same question may be asked twice
          key={place}
          style={{ marginInlineStart: step.depth * indentPixels }}
          data-decided={isAnswer(step)}
        >
          <Text size="sm" span>
            {step.asked}
          </Text>{' '}
          <Text size="sm" span fw={600} c={step.answer === null ? 'dimmed' : 'inherit'}>
            {answerText(step)}
          </Text>
        </li>
      ))}
    </ol>
  );
}

const isAnswer = ({ answer }: TraceEntry): true | undefined =>
  (typeof answer === 'object' && answer !== null) || undefined;

function answerText({ answer, kind }: TraceEntry): string {
  if (answer === null) {
    return { step: 'goes on', condition: 'unknown', bucket: 'no unit' }[kind];
  }
  if (typeof answer === 'boolean') return answer ? 'true' : 'false';
  if (typeof answer === 'number') return `bucket ${(answer / 1000).toFixed(3)} %`;
  return `${answer.variant ?? 'nothing'} (${answer.reason})`;
}
