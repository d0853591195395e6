import { Code, Stack, Text } from '@mantine/core';
import type { SubjectResource } from '../../../contract/flags/subject.ts';

type Served = SubjectResource['flags'][number];

/** Each question that was asked on the way, with its answer: the explanation. */
export const ServedSteps = ({ evaluation, steps }: Pick<Served, 'evaluation' | 'steps'>) => (
  <Stack gap={3}>
    <Text size="sm">
      Value <Code>{JSON.stringify(evaluation.value)}</Code>
    </Text>
    {steps.map(({ asked, answer, depth, path, subject }) => (
      <Text
        key={`${subject} ${path} ${asked} ${depth}`}
        size="xs"
        pl={depth * 16}
        {...(!isDecision(answer) && { c: 'dimmed' })}
        fw={isDecision(answer) ? 600 : 400}
        className="wraps-anywhere"
      >
        {asked}: {inWords(answer)}
      </Text>
    ))}
  </Stack>
);

type Answer = Served['steps'][number]['answer'];

const isDecision = (answer: Answer): boolean => typeof answer === 'object' && answer !== null;

function inWords(answer: Answer): string {
  if (answer === null) return 'does not decide';
  if (typeof answer === 'boolean') return answer ? 'yes' : 'no';
  if (typeof answer === 'number') return `${(answer / 1000).toFixed(3)} of 100`;
  return `serves ${answer.variant ?? 'nothing'}`;
}
