import { backupPolicy } from '../../resource-policy.ts';

export interface Packed {
  readonly packed: ReadableStream<Uint8Array>;
  /** Kept beside it. */
  readonly mark: Record<string, string>;
}

/**
 * Writes what comes in parts of one size, as many bytes as are in memory at once; it has its name when all
 * of it is there. Returns how many bytes it has.
 */
export async function storeInBucket(
  bucket: R2Bucket,
  name: string,
  { packed, mark }: Packed,
): Promise<number> {
  const upload = await bucket.createMultipartUpload(name, { customMetadata: mark });
  try {
    const parts: R2UploadedPart[] = [];
    for await (const part of partsOf(packed)) {
      parts.push(await upload.uploadPart(parts.length + 1, part));
    }
    const { size } = await upload.complete(parts);
    return size;
  } catch (error) {
    await packed.cancel(error).catch(() => {});
    await upload.abort().catch(() => {});
    throw error;
  }
}

async function* partsOf(packed: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { partBytes } = backupPolicy;
  let part = new Uint8Array(partBytes);
  let filled = 0;
  for await (const chunk of packed) {
    for (let from = 0; from < chunk.length; ) {
      const piece = chunk.subarray(from, from + partBytes - filled);
      part.set(piece, filled);
      filled += piece.length;
      from += piece.length;
      if (filled < partBytes) continue;
      yield part;
      part = new Uint8Array(partBytes);
      filled = 0;
    }
  }
  if (filled > 0) yield part.subarray(0, filled);
}
