import { cpSync, globSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** The values of Workers KV where `wrangler dev` keeps them, to be broken while it runs. */
export function kvOnDisk(folder: string) {
  const [blobs] = globSync(`${folder}/v3/kv/*/blobs`);
  if (blobs === undefined) throw new Error(`no KV in ${folder}`);
  const kept = new Map<string, Buffer>();
  return {
    /** No value can be read. */
    hide: () => renameSync(blobs, `${blobs}-hidden`),
    /** What was written meanwhile stays. */
    show: () => {
      cpSync(`${blobs}-hidden`, blobs, { recursive: true });
      rmSync(`${blobs}-hidden`, { recursive: true });
    },
    /** Every value ends in nothing but blanks. */
    corrupt: () => {
      for (const file of globSync(`${blobs}/*`)) {
        const bytes = readFileSync(file);
        kept.set(file, bytes);
        writeFileSync(file, Buffer.from(bytes).fill(' ', Math.floor(bytes.length / 2)));
      }
    },
    mend: () => {
      for (const [file, bytes] of kept) writeFileSync(file, bytes);
    },
  };
}
