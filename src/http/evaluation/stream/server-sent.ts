import type { VersionEvent } from '../../../hub/version-event.ts';

/** What is written to a live stream, byte for byte as OFREP has it. */

export const eventText = ({ version, etag, lastModified }: VersionEvent): string => {
  const data = { type: 'refetchEvaluation', etag, lastModified };
  return `id: ${version}\nevent: message\ndata: ${JSON.stringify(data)}\n\n`;
};

export const retryText = (milliseconds: number): string => `retry: ${milliseconds}\n\n`;

/** Read by people alone. */
export const commentText = (line: string): string => `: ${line}\n\n`;

export const keepaliveText = commentText('keepalive');
