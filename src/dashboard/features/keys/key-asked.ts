import type { KeyResource } from '../../../contract/access/api-key.ts';

/** What is to be done about a key, as it was when that was asked for. */
export interface KeyAsked {
  readonly what: 'edit' | 'rotate' | 'revoke';
  readonly apiKey: KeyResource;
}

export interface OfKeyProps {
  readonly apiKey: KeyResource;
  /** Whether it is good for nothing any more. */
  readonly isEnded: boolean;
  readonly onClose: () => void;
}
