import { oneOf, type RawSearch, text, yes } from '../../lib/search.ts';

export const scopes = ['organisation', 'user'] as const;

/** Who is looked up, as the address has it. */
export interface SubjectSearch {
  readonly scope?: (typeof scopes)[number] | undefined;
  readonly subject?: string | undefined;
  readonly environment?: string | undefined;
  /** Of a user. */
  readonly organisation?: string | undefined;
  readonly flag?: string | undefined;
  /** Whether only what they get by rule, override or share is shown. */
  readonly own?: true | undefined;
}

export const subjectSearch = (raw: RawSearch): SubjectSearch => ({
  scope: oneOf(scopes, raw.scope),
  subject: text(raw.subject),
  environment: text(raw.environment),
  organisation: text(raw.organisation),
  flag: text(raw.flag),
  own: yes(raw.own),
});
