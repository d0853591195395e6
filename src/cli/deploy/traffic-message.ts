const marker = 'burgee deploy:';

/** Written beside each split of the traffic, so that whoever comes next knows what it is a part of. */
export const messageOf = (percent: number, version: string, before: string): string =>
  `${marker} ${percent} % on ${version}, not verified yet, from ${before}`;

/** Written when there is nothing left to do, and nothing to take back. */
export const verifiedMessage = (version: string): string => `${marker} ${version}, verified`;

/** The version that answered before; undefined where the message is none of ours. */
export const versionBefore = (message: string): string | undefined =>
  message.startsWith(marker) ? /from (\S+)$/.exec(message)?.[1] : undefined;
