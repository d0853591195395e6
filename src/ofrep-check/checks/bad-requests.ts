import { broken, type Check, type Outcome, passed } from '../check.ts';
import { isObject, tell } from '../read-answer.ts';
import { bulkPath, pathOf, type Subject } from '../subject.ts';

const badJson = '{"context": {';

/** What no client should send, on the path of one flag. */
export const badSingleRequests = badRequests('single', 'evaluationFailure', ['key', 'errorCode']);

/** The same on the path of all flags. */
export const badBulkRequests = badRequests('bulk', 'bulkEvaluationFailure', ['errorCode']);

function badRequests(
  kind: 'single' | 'bulk',
  schema: string,
  properties: readonly string[],
): readonly Check[] {
  const name = kind === 'single' ? 'evaluateFlag' : 'evaluateFlagsBulk';
  return [
    {
      id: `${kind}-bad-json`,
      title: 'answers 400 to JSON that is broken',
      level: 'must',
      source: `OFREP 0.3.0, ${name} 400`,
      consequence: 'Clients take 5xx for an outage, and try what cannot succeed again.',
      run: async (subject) => isBadRequest(await askBadly(subject, kind, badJson)),
    },
    {
      id: `${kind}-no-body`,
      title: 'answers 400 when there is no body',
      level: 'must',
      source: `OFREP 0.3.0, ${name} requestBody.required`,
      consequence: 'A client whose context got lost is served what nobody targeted.',
      run: async (subject) => isBadRequest(await askBadly(subject, kind, '')),
    },
    {
      id: `${kind}-400-body`,
      title: `tells ${properties.join(' and ')} with it, as text`,
      level: 'must',
      source: `OFREP 0.3.0, ${schema}; ofrep-core`,
      consequence: 'The JavaScript client says "unexpected response" instead of what is wrong.',
      needs: [`${kind}-bad-json`],
      run: async (subject) => {
        const answer = await askBadly(subject, kind, badJson);
        const { json } = answer;
        const isRight =
          isObject(json) && properties.every((property) => typeof json[property] === 'string');
        return isRight ? passed() : broken(`text in ${properties.join(', ')}`, tell(answer));
      },
    },
  ];
}

function askBadly({ flags, send, credential, once }: Subject, kind: string, body: string) {
  const path = kind === 'single' ? pathOf(flags.boolean ?? 'ofrep-check') : bulkPath;
  return once(`bad ${kind} ${body}`, () => send({ path, credential, body }));
}

function isBadRequest(answer: Awaited<ReturnType<Subject['send']>>): Outcome {
  return answer.status === 400 ? passed() : broken('400', tell(answer));
}
