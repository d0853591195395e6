/** One event of a stream, as it was sent. */
export interface ServerEvent {
  readonly id: string | undefined;
  /** Its name; undefined is the same as `message`. */
  readonly name: string | undefined;
  readonly data: string;
  readonly lines: readonly string[];
}

/** Those that are complete. Comments, and what carries no data, are no events (WHATWG HTML, 9.2.6). */
export function parseEvents(text: string): readonly ServerEvent[] {
  const blocks = text.replace(/\r\n?/g, '\n').split('\n\n').slice(0, -1);
  return blocks.flatMap((block) => {
    const lines = block.split('\n').filter((line) => line !== '' && !line.startsWith(':'));
    const fields = lines.map(fieldOf);
    const valuesOf = (name: string) =>
      fields.flatMap((field) => (field[0] === name ? field[1] : []));
    const data = valuesOf('data');
    if (data.length === 0) return [];
    const [id, name] = [valuesOf('id').at(-1), valuesOf('event').at(-1)];
    return [{ id, name, data: data.join('\n'), lines }];
  });
}

export function countComments(text: string): number {
  return text.split(/\r\n|\r|\n/).filter((line) => line.startsWith(':')).length;
}

/** One space after the colon belongs to neither. */
function fieldOf(line: string): readonly [string, string] {
  const colon = line.indexOf(':');
  if (colon < 0) return [line, ''];
  return [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')];
}
