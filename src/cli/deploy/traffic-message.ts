const marker = 'burgee deploy:';

/**
 * Written beside each split of the traffic, so that whoever comes next knows what it is a part of. Cloudflare
 * keeps 100 bytes, in which there is no place for a second version: https://developers.cloudflare.com/api/
 */
export const messageOf = (percent: number, before: string): string =>
  `${marker} from ${before}, ${percent} %, not verified yet`;

/** Written when there is nothing left to do, and nothing to take back. */
export const verifiedMessage = (version: string): string => `${marker} ${version}, verified`;

/** The version that answered before; undefined where the message is none of ours. */
export const versionBefore = (message: string): string | undefined =>
  message.startsWith(marker) ? /from ([^\s,]+)/.exec(message)?.[1] : undefined;
