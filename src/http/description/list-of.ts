import * as z from 'zod';

/** A list as it is answered: under its name, so that more can be said beside it later. */
export const listOf = (name: string, each: z.ZodType) => z.object({ [name]: z.array(each) });
