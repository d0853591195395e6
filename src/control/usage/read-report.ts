import * as z from 'zod';
import { maxOrganisationCharacters } from '../../contract/fields/limits.ts';
import { answerKinds, type EdgeReport } from '../../usage/edge-report.ts';

const count = z.int().min(0);
const instant = z.int().min(0).max(8.64e15);
const text = (most: number) =>
  z
    .string()
    .max(most)
    .refine((value) => value.isWellFormed() && !value.includes('\0'), 'cannot be stored');

/** Names are shorter; whatever is longer is none of ours. */
const label = text(200);

const schema = z.object({
  id: z.uuid(),
  madeAt: instant,
  location: label,
  evaluations: z.array(
    z.tuple([instant, label, label, label, label, text(maxOrganisationCharacters), count]),
  ),
  answers: z.array(z.tuple([label, z.enum(answerKinds), count])),
  firsts: z.array(z.tuple([label, z.int(), instant])),
  uncounted: count,
});

/** Throws for what is no report: it would be none the next time either. */
export const readReport = (message: unknown): EdgeReport => schema.parse(message);
