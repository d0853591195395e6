interface Decision {
  readonly reason: string;
  readonly ruleId: string | null | undefined;
  readonly errorCode: string | null | undefined;
}

const reasons: Readonly<Record<string, string>> = {
  STATIC: 'as everybody',
  DEFAULT: 'no rule matches',
  SPLIT: 'by their share',
  DISABLED: 'off or stopped',
  TARGETING_MATCH: 'by a rule',
  ERROR: 'it cannot be evaluated',
};

const errors: Readonly<Record<string, string>> = {
  FLAG_NOT_FOUND: 'there is no such flag',
  PARSE_ERROR: 'its definition is broken',
  TARGETING_KEY_MISSING: 'no id to draw their share by',
};

/** Why somebody is served what they are, in a few words. */
export function whyServed({ reason, ruleId, errorCode }: Decision): string {
  if (errorCode) return errors[errorCode] ?? errorCode;
  if (!ruleId) return reasons[reason] ?? reason;
  if (ruleId.startsWith('override:')) return `by an override of the ${ruleId.slice(9)}`;
  if (ruleId.startsWith('prerequisite:')) return `${ruleId.slice(13)} is not met`;
  return `by the rule ${ruleId}`;
}
