/**
 * Stands in the bundle for `@peculiar/x509`, `@peculiar/asn1-android` and what they need, 130 KB that
 * every isolate would parse (`alias` in wrangler.toml). A passkey is registered without attestation:
 * nobody asks who made the device, so a statement about that, whose certificates these would judge,
 * is refused.
 */
class Attestation {
  constructor() {
    throw new Error('The passkey came with an attestation, which was not asked for.');
  }
}

export {
  Attestation as AuthorityKeyIdentifierExtension,
  Attestation as CRLDistributionPointsExtension,
  Attestation as KeyDescription,
  Attestation as SubjectKeyIdentifierExtension,
  Attestation as X509Certificate,
  Attestation as X509ChainBuilder,
  Attestation as X509Crl,
};

/** Android's extension, by its number. */
export const id_ce_keyDescription = '1.3.6.1.4.1.11129.2.1.17';
