/** As base64, which is what every driver of Postgres takes for bytes. */
export async function gzip(text: string): Promise<string> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return Buffer.from(await new Response(packed).arrayBuffer()).toString('base64');
}

/** Throws where the bytes were cut or altered. */
export function gunzip(base64: string): Promise<string> {
  const packed = new Blob([Buffer.from(base64, 'base64')]).stream();
  return new Response(packed.pipeThrough(new DecompressionStream('gzip'))).text();
}
