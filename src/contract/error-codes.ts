/** Every code of an error, with the status that it comes with and what to do about it. */
export const errorCodes = {
  bad_request: {
    status: 400,
    says: 'The body is not JSON, too deep, or not declared as JSON; or If-Match is not an ETag.',
  },
  invalid_body: { status: 400, says: 'The body of an evaluation cannot be read.' },
  invalid_context: { status: 400, says: 'The context of an evaluation cannot be read.' },
  invalid_default: { status: 400, says: 'The default is not JSON.' },
  unauthenticated: { status: 401, says: 'No credential was sent, or nobody is known by it.' },
  invalid_key: { status: 401, says: 'The client or server key is not accepted.' },
  invalid_signed_context: { status: 401, says: 'The signed context is refused.' },
  signed_context_required: {
    status: 401,
    says: 'The environment answers client keys only with a signed context.',
  },
  forbidden: { status: 403, says: 'The role is not enough, or ADMIN_SECRET does not open this.' },
  cross_origin: { status: 403, says: 'A cookie was sent by a page of another origin.' },
  not_a_member: {
    status: 403,
    says: 'Cloudflare Access vouches for somebody who is not a member.',
  },
  not_found: { status: 404, says: 'What the address or the body names does not exist.' },
  flag_not_found: {
    status: 404,
    says: 'There is no flag of that key, or this key may not see it.',
  },
  method_not_allowed: { status: 405, says: 'The header Allow lists the methods of this address.' },
  already_exists: { status: 409, says: 'Something of that name exists already.' },
  protected: { status: 409, says: 'It is protected; the message says what to change first.' },
  key_ended: { status: 409, says: 'The key is revoked or has expired.' },
  plan_changed: {
    status: 409,
    says: 'The plan is not the one you saw. Look again, then send the new plan_hash.',
  },
  schedule_finished: { status: 409, says: 'The schedule is over and cannot be changed.' },
  precondition_failed: { status: 412, says: 'Somebody changed it in the meantime. Read it again.' },
  repair_refused: { status: 412, says: 'A repair would lose something; the message says what.' },
  database_is_newer: { status: 412, says: 'The database was migrated by newer code.' },
  body_too_large: { status: 413, says: 'The body has too many bytes.' },
  url_too_long: { status: 414, says: 'The address has too many characters.' },
  invalid_input: {
    status: 422,
    says: 'The list problems names each value that is not as expected.',
  },
  repair_running: { status: 423, says: 'Another repair is under way.' },
  plan_required: { status: 428, says: 'Look first: send dry_run, then plan_hash.' },
  precondition_required: { status: 428, says: 'Send the ETag that you have read as If-Match.' },
  too_many_attempts: { status: 429, says: 'Too many wrong credentials. Wait for Retry-After.' },
  rate_limited: { status: 429, says: 'Too many requests with this key. Wait for Retry-After.' },
  rolled_back: { status: 500, says: 'It failed on the way, and nothing was changed.' },
  internal_error: { status: 500, says: 'A defect in Burgee; find it in the logs by request_id.' },
  not_configured: { status: 503, says: 'A secret of the Worker is not set; the message names it.' },
  database_unavailable: { status: 503, says: 'Postgres cannot be reached. Try again.' },
  database_read_only: { status: 503, says: 'Postgres takes no writes just now.' },
  schema_damaged: {
    status: 503,
    says: 'Something is missing in the database: POST /admin/repair.',
  },
  publish_failed: {
    status: 503,
    says: 'The change is saved, but the edge still serves the previous version.',
  },
  access_unavailable: { status: 503, says: 'Cloudflare Access does not answer.' },
} as const;

export type ErrorCode = keyof typeof errorCodes;
