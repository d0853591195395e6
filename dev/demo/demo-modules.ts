/** How a flag of the demo is used, from which its variants, states, rules and usage follow. */
export type Shape =
  | 'on'
  | 'off'
  | 'new'
  | 'rollout'
  | 'beta'
  | 'plan'
  | 'region'
  | 'test'
  | 'limit'
  | 'settings'
  | 'old'
  | 'silent'
  | 'archived'
  | 'stopped';

export interface DemoModule {
  readonly module: string;
  readonly owner: string;
  readonly tags: readonly string[];
  /** Of the flag's key after the module, its name, its shape; after it, `critical` or nothing. */
  readonly flags: readonly (readonly [
    key: string,
    name: string,
    shape: Shape,
    critical?: 'critical',
  ])[];
}

/** A platform on which companies buy from and sell to each other. With the critical seeds, 120 flags. */
export const demoModules: readonly DemoModule[] = [
  {
    module: 'checkout',
    owner: 'Checkout',
    tags: ['shop', 'revenue'],
    flags: [
      ['express', 'Express checkout', 'rollout', 'critical'],
      ['button', 'Wording of the order button', 'test'],
      ['purchase_orders', 'Pay by purchase order', 'plan'],
      ['split_delivery', 'Deliver to several addresses', 'beta'],
      ['address_lookup', 'Complete addresses while typing', 'on'],
      ['vat_validation', 'Check VAT numbers at once', 'region'],
      ['basket_limit', 'Most positions in a basket', 'limit'],
      ['approval_chain', 'Orders above a limit need approval', 'plan'],
      ['guest_quotes', 'Quotes without an account', 'off'],
      ['one_page', 'Checkout on one page', 'old'],
      ['gift_notes', 'Notes on a delivery', 'archived'],
    ],
  },
  {
    module: 'billing',
    owner: 'Billing',
    tags: ['money'],
    flags: [
      ['invoice_pdf_v2', 'Invoices in the new layout', 'rollout'],
      ['sepa_direct_debit', 'SEPA direct debit', 'region', 'critical'],
      ['dunning_schedule', 'When reminders are sent', 'settings'],
      ['usage_pricing', 'Pay for what is used', 'beta'],
      ['credit_notes', 'Credit notes by the customer', 'plan'],
      ['tax_engine', 'Taxes from the new service', 'stopped', 'critical'],
      ['grace_days', 'Days until an account is suspended', 'limit'],
      ['e_invoicing', 'Invoices as XRechnung and Factur-X', 'region'],
      ['annual_discount', 'Discount for paying by the year', 'test'],
      ['legacy_export', 'Export for the old ledger', 'silent'],
    ],
  },
  {
    module: 'catalogue',
    owner: 'Catalogue',
    tags: ['shop'],
    flags: [
      ['bulk_upload', 'Upload of products in bulk', 'on'],
      ['variant_matrix', 'Variants as a matrix', 'rollout'],
      ['image_cdn', 'Pictures from the new network', 'rollout'],
      ['price_tiers', 'Prices by quantity', 'plan'],
      ['ai_descriptions', 'Suggested descriptions', 'beta'],
      ['units_of_measure', 'Units of measure by country', 'region'],
      ['page_size', 'Products on a page', 'limit'],
      ['compare', 'Compare products', 'old'],
      ['quick_view', 'Look at a product without leaving the list', 'test'],
      ['flash_gallery', 'The first gallery', 'archived'],
    ],
  },
  {
    module: 'search',
    owner: 'Search',
    tags: ['shop', 'performance'],
    flags: [
      ['ranking', 'Order of what is found', 'test'],
      ['semantic', 'Find by meaning', 'rollout'],
      ['synonyms', 'Synonyms of a customer', 'plan'],
      ['typo_tolerance', 'Forgive mistyped words', 'on'],
      ['facets', 'Which filters are shown', 'settings'],
      ['suggest_delay_ms', 'Milliseconds before suggesting', 'limit'],
      ['saved_searches', 'Saved searches', 'beta'],
      ['voice', 'Search by voice', 'silent'],
      ['new_index', 'Read from the new index', 'new'],
    ],
  },
  {
    module: 'identity',
    owner: 'Identity',
    tags: ['security'],
    flags: [
      ['passkeys', 'Log in with a passkey', 'rollout', 'critical'],
      ['sso_saml', 'Single sign-on with SAML', 'plan', 'critical'],
      ['scim', 'People from the customer’s directory', 'plan'],
      ['session_hours', 'Hours until a session ends', 'limit'],
      ['risk_checks', 'Ask again when a log-in is unusual', 'rollout'],
      ['magic_links', 'Log in by a link', 'off'],
      ['captcha', 'Which captcha is shown', 'test'],
      ['security_questions', 'Security questions', 'archived'],
      ['device_list', 'A list of one’s devices', 'on'],
    ],
  },
  {
    module: 'notifications',
    owner: 'Messaging',
    tags: ['messages'],
    flags: [
      ['digest', 'One message a day', 'rollout'],
      ['push', 'Push messages', 'on'],
      ['channels', 'Which channels there are', 'settings'],
      ['quiet_hours', 'Quiet hours', 'beta'],
      ['subject_line', 'Subject of order messages', 'test'],
      ['sms', 'Text messages', 'region'],
      ['batch_size', 'Messages in a batch', 'limit'],
      ['fax', 'Orders by fax', 'silent'],
    ],
  },
  {
    module: 'analytics',
    owner: 'Insights',
    tags: ['reports'],
    flags: [
      ['spend_report', 'Spend by supplier', 'plan'],
      ['live_dashboard', 'Figures as they happen', 'rollout'],
      ['forecast', 'Forecast of demand', 'beta'],
      ['export_parquet', 'Export as Parquet', 'new'],
      ['retention_days', 'Days that events are kept', 'limit'],
      ['cohorts', 'Customers by cohort', 'old'],
      ['chart_palette', 'Colours of charts', 'test'],
      ['benchmarks', 'Compare with one’s industry', 'off'],
    ],
  },
  {
    module: 'integrations',
    owner: 'Integrations',
    tags: ['api'],
    flags: [
      ['sap', 'Orders to SAP', 'plan'],
      ['netsuite', 'Orders to NetSuite', 'beta'],
      ['punchout', 'Punch-out catalogues', 'plan'],
      ['webhooks_v2', 'Webhooks, second version', 'rollout'],
      ['retry_policy', 'How failed calls are repeated', 'settings'],
      ['edi', 'EDI messages', 'on'],
      ['csv_mapping', 'Columns mapped by the customer', 'old'],
      ['soap', 'The SOAP interface', 'silent'],
      ['rate_per_minute', 'Calls in a minute', 'limit'],
    ],
  },
  {
    module: 'inventory',
    owner: 'Supply',
    tags: ['logistics'],
    flags: [
      ['reservations', 'Reserve while a basket is open', 'rollout', 'critical'],
      ['multi_warehouse', 'Several warehouses', 'plan'],
      ['backorders', 'Order what is not there yet', 'beta'],
      ['low_stock_level', 'What counts as low', 'limit'],
      ['cycle_counts', 'Counting in rounds', 'on'],
      ['lot_tracking', 'Track by lot', 'region'],
      ['auto_reorder', 'Order again by itself', 'stopped'],
      ['barcode_v1', 'The first barcode reader', 'archived'],
    ],
  },
  {
    module: 'crm',
    owner: 'Sales',
    tags: ['sales'],
    flags: [
      ['account_health', 'Health of an account', 'rollout'],
      ['lead_scoring', 'Score of a lead', 'test'],
      ['quote_templates', 'Templates for quotes', 'plan'],
      ['call_notes', 'Notes from calls', 'beta'],
      ['territories', 'Sales by territory', 'region'],
      ['activity_feed', 'What happened at an account', 'old'],
      ['partner_portal', 'A portal for partners', 'off'],
    ],
  },
  {
    module: 'mobile',
    owner: 'Apps',
    tags: ['apps'],
    flags: [
      ['offline_baskets', 'Baskets without a network', 'beta'],
      ['scanner', 'Scan what is ordered', 'rollout'],
      ['min_version', 'Oldest version that is served', 'settings', 'critical'],
      ['dark_theme', 'Dark colours', 'on'],
      ['onboarding', 'The first steps', 'test'],
      ['biometrics', 'Unlock by finger or face', 'rollout'],
      ['tablet_layout', 'A layout for tablets', 'new'],
    ],
  },
  {
    module: 'admin',
    owner: 'Platform',
    tags: ['admin'],
    flags: [
      ['audit_export', 'Export of the audit log', 'plan'],
      ['role_editor', 'Roles of one’s own', 'beta'],
      ['bulk_invites', 'Invite many people', 'rollout'],
      ['announcements', 'Announcements to customers', 'on'],
      ['impersonation', 'Look as somebody else', 'off', 'critical'],
    ],
  },
  {
    module: 'market_edge',
    owner: 'Market Edge',
    tags: ['market'],
    flags: [
      ['auctions', 'Reverse auctions', 'beta'],
      ['price_alerts', 'Tell of better prices', 'rollout'],
      ['supplier_scores', 'Scores of suppliers', 'test'],
      ['currency_hedge', 'Hedge against currencies', 'plan'],
      ['news_ticker', 'News of the market', 'old'],
      ['depth_levels', 'Levels of the order book', 'limit'],
    ],
  },
  {
    module: 'system',
    owner: 'Platform',
    tags: ['performance', 'ops'],
    flags: [
      ['read_replicas', 'Read from replicas', 'rollout', 'critical'],
      ['maintenance', 'Maintenance message', 'settings'],
      ['request_timeout_ms', 'Milliseconds until a request ends', 'limit'],
      ['http3', 'Answer by HTTP/3', 'on'],
      ['new_queue', 'Work through the new queue', 'new'],
      ['trace_sampling', 'Share of requests that are traced', 'limit'],
    ],
  },
];
