import type { Report } from '../command.ts';
import { align, counted } from './layout.ts';
import type { Paint } from './paint.ts';

export interface Bundled {
  readonly path: string;
  readonly bytes: number;
  readonly snapshots: readonly {
    readonly environment: string;
    readonly version: number;
    readonly flags: number;
    readonly keys: number;
  }[];
}

export function bundleReport(bundled: Bundled): Pick<Report, 'document' | 'lines'> {
  return {
    document: { command: 'bundle', ...bundled },
    lines: (paint) => linesOf(bundled, paint),
  };
}

function linesOf({ path, bytes, snapshots }: Bundled, paint: Paint): readonly string[] {
  const size = `${bytes.toLocaleString('en')} bytes`;
  if (snapshots.length === 0) return [`${paint.good('✓')} ${path} holds nothing now.`];
  return [
    `${paint.good('✓')} ${path}: ${size}`,
    ...align(
      snapshots.map(({ environment, version, flags, keys }) => [
        `  ${environment}`,
        `version ${version}`,
        counted(flags, 'flag'),
        `${counted(keys, 'key')}, as hashes`,
      ]),
    ),
    `${paint.strong('→')} npx wrangler deploy  deploys it with the code; npx burgee deploy makes a newer one by itself`,
  ];
}
