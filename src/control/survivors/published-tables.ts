/** Tables of which a snapshot is made. */
export const publishedTables: readonly string[] = [
  'environments',
  'feature_flags',
  'feature_flag_environments',
  'feature_flag_overrides',
  'segments',
  'api_keys',
  'context_keys',
];
