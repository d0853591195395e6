import type { KeyResource } from '../../../contract/access/api-key.ts';
import { serverNow } from '../../lib/server-clock.ts';
import { EditKeyDialog } from './edit-key-dialog.tsx';
import type { KeyAsked } from './key-asked.ts';
import { isOver, keyState } from './key-state.ts';
import { RevokeKeyDialog } from './revoke-key-dialog.tsx';
import { RotateKeyDialog } from './rotate-key-dialog.tsx';

interface KeyDialogProps {
  readonly asked: KeyAsked;
  /** As it is now; undefined where it is not there any more. */
  readonly current: KeyResource | undefined;
  readonly onClose: () => void;
}

const dialogs = { edit: EditKeyDialog, rotate: RotateKeyDialog, revoke: RevokeKeyDialog } as const;

/** It stays while somebody else ends the key, as it may hold a draft, or show what is told once. */
export function KeyDialog({ asked: { what, apiKey }, current, onClose }: KeyDialogProps) {
  const Dialog = dialogs[what];
  const isEnded = current === undefined || isOver(keyState(current, serverNow()));
  return <Dialog apiKey={current ?? apiKey} isEnded={isEnded} onClose={onClose} />;
}
