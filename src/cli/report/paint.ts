import { styleText } from 'node:util';

/** How words stand out. */
export interface Paint {
  readonly good: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly dim: (text: string) => string;
}

/** Colours only where the stream is a terminal that wants them; NO_COLOR is honoured. */
export function paintFor(stream: NodeJS.WritableStream): Paint {
  const style = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    styleText(format, text, { stream, validateStream: true });
  return {
    good: style('green'),
    warning: style('yellow'),
    bad: style('red'),
    strong: style('bold'),
    dim: style('dim'),
  };
}
