/** What a fresh install has, and what a repair brings back when it is gone. */
export const seedEnvironments = [
  { key: 'production', name: 'Production' },
  { key: 'development', name: 'Development' },
] as const;

/** Whole parts of a product hang on these: on for everybody unless a person decides otherwise. */
export const criticalFlags = [
  {
    key: 'admin.advanced_controls',
    name: 'Advanced admin controls',
    description: 'The advanced controls of the admin dashboard.',
  },
  {
    key: 'market_edge.enhanced_ui',
    name: 'Market Edge enhanced interface',
    description: 'The enhanced user interface of Market Edge.',
  },
  {
    key: 'admin.feature_flags',
    name: 'Feature flag administration',
    description: 'The pages on which administrators manage feature flags.',
  },
  {
    key: 'admin.module_management',
    name: 'Module management',
    description: 'The pages on which administrators switch modules for organisations.',
  },
  {
    key: 'admin.user_management',
    name: 'User management',
    description: 'The pages on which administrators manage users and their rights.',
  },
  {
    key: 'admin.analytics',
    name: 'Admin analytics',
    description: 'Usage and business figures in the admin dashboard.',
  },
  {
    key: 'system.lazy_loading',
    name: 'Lazy loading',
    description: 'Parts of the application are loaded when they are first needed.',
  },
] as const;

/** What all of them have in common; they concern pages in a browser. */
export const criticalFlagTraits = {
  critical: true,
  client_visible: true,
  permanent: true,
} as const;
