import type { Options } from './command.ts';

/** Of `burgee ofrep-check`. What is not given is found out, or its checks are skipped and say so. */
export const ofrepCheckOptions: Options = {
  key: { value: 'key', summary: 'sent as Bearer and as X-API-Key, whichever is accepted' },
  header: {
    value: 'name: value',
    isRepeatable: true,
    summary: 'sent with every request, for other credentials; may be repeated',
  },
  context: { value: 'json', summary: 'whom flags are asked for; {"targetingKey":"ofrep-check"}' },
  'varies-by': {
    value: 'name=value',
    isRepeatable: true,
    summary: 'an attribute that changes an answer: targetingKey, plan, company.region; repeatable',
  },
  'boolean-flag': {
    value: 'key',
    summary: 'a flag of this type; found among all flags if not given',
  },
  'string-flag': { value: 'key', summary: 'likewise' },
  'integer-flag': { value: 'key', summary: 'likewise' },
  'float-flag': { value: 'key', summary: 'likewise' },
  'object-flag': { value: 'key', summary: 'likewise' },
  'code-default-flag': {
    value: 'key',
    summary: 'one without a value, which leaves it to the code',
  },
  'disabled-flag': { value: 'key', summary: 'one that is switched off' },
  'broken-flag': { value: 'key', summary: 'one that cannot be evaluated' },
  'missing-flag': { value: 'key', summary: 'one that does not exist; ofrep-check-no-such-flag' },
  origin: { value: 'origin', summary: 'of the page that asks; https://app.example' },
  flip: {
    value: 'command',
    summary: 'changes a flag, and changes it back when run again; it is run twice',
  },
  'keep-alive': {
    value: 'seconds',
    summary: 'the longest silence of a stream, listened for twice',
  },
  'token-lifetime': { value: 'seconds', summary: 'after which the address of a stream is refused' },
  burst: { value: 'requests', summary: 'at most so many, to meet the rate limit; 5000 or fewer' },
  skip: { value: 'check', isRepeatable: true, summary: 'leaves out a check or a section' },
  timeout: { value: 'seconds', summary: 'for an answer, and for an event; 10' },
};
