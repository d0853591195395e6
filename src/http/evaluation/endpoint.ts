import type { Access } from './access.ts';
import type { Asked } from './asked.ts';

/** Throws `BadRequest`. */
export type Answer = (
  access: Exclude<Access, 'refused'>,
  asked: Asked,
) => Response | Promise<Response>;

/** Why a request is not answered. */
export interface Refusal {
  readonly status: number;
  /** Stable, for programs. */
  readonly code: string;
  /** For people: what is wrong and what to do. */
  readonly message: string;
  /** A new one when absent. */
  readonly requestId?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An address that answers flags, and how it says that it does not. */
export interface Endpoint {
  readonly readsBody: boolean;
  /** Whether its answers do, by which a caller says what it has. */
  readonly hasEtag: boolean;
  readonly answer: Answer;
  readonly refuse: (refusal: Refusal) => Response;
}
