const marker = 'burgee deploy:';

/** Written beside each split of the traffic, so that whoever comes next knows what it is a part of. */
export const messageOf = (percent: number, version: string, before: string): string =>
  `${marker} ${percent} % on ${version}, from ${before}`;

/** The version that answered before; undefined where the message is none of ours. */
export const versionBefore = (message: string): string | undefined =>
  message.startsWith(marker) ? /from (\S+)$/.exec(message)?.[1] : undefined;
