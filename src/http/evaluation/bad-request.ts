/** Input that cannot be understood: answered 400, with what to send instead. */
export class BadRequest extends Error {
  readonly code: 'invalid_body' | 'invalid_context' | 'invalid_default';

  constructor(code: BadRequest['code'], message: string) {
    super(message);
    this.name = 'BadRequest';
    this.code = code;
  }
}
