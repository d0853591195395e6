import { expect, it } from 'vitest';
import { countComments, parseEvents } from '../../src/ofrep-check/parse-events.ts';

it('reads events as browsers do, and only those that are complete', () => {
  const text =
    ': hi\n\nid: 1\nevent: message\ndata: {"a":\ndata: 1}\n\nretry: 5\n\nid: 2\ndata:b\n';
  const [event, ...others] = parseEvents(text);
  expect(others).toEqual([]);
  expect(event).toMatchObject({ id: '1', name: 'message', data: '{"a":\n1}' });
  expect(parseEvents(`${text}\n`)[1]).toMatchObject({ id: '2', name: undefined, data: 'b' });
  expect(parseEvents(text.replaceAll('\n', '\r\n'))).toHaveLength(1);
  expect(countComments(text)).toBe(1);
});
