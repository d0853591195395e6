import { maxOrganisationCharacters } from '../contract/fields/limits.ts';
import { asUnit, type Context, ORGANISATION } from '../engine/context.ts';
import { otherOrganisations } from './edge-report.ts';

/** As a row of usage can hold it: whoever may ask may send any text as its organisation. */
export function organisationOf(context: Context): string {
  const organisation = asUnit(context[ORGANISATION]) ?? '';
  const isKeepable =
    organisation.length <= maxOrganisationCharacters &&
    organisation.isWellFormed() &&
    !organisation.includes('\0');
  return isKeepable ? organisation : otherOrganisations;
}
