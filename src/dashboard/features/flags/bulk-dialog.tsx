import type { FlagWithStatesResource } from '../../../contract/flags/flag.ts';
import { BulkArchive } from './bulk-archive.tsx';
import { BulkStop } from './bulk-stop.tsx';
import { BulkSwitch } from './bulk-switch.tsx';
import type { BulkTarget } from './bulk-target.ts';

/** What is to be done with which flags, as they were when it was asked for. */
export interface BulkAsked {
  readonly what: 'on' | 'off' | 'stop' | 'archive';
  readonly flags: readonly FlagWithStatesResource[];
  readonly environment: string;
}

interface DialogOfProps extends Pick<BulkTarget, 'onClose' | 'onDone'> {
  readonly asked: BulkAsked;
}

export function BulkDialog({
  asked: { what, flags, environment },
  onClose,
  onDone,
}: DialogOfProps) {
  const target = { keys: flags.map(({ key }) => key), environment, onClose, onDone };
  if (what === 'archive') return <BulkArchive {...{ flags, onClose, onDone }} />;
  if (what === 'stop') return <BulkStop {...target} />;
  return <BulkSwitch {...target} isEnabled={what === 'on'} />;
}
