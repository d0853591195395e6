/** Of the id of an organisation that is counted by itself: as long as the subject of an override. */
export const organisationCharacters = 512;
/** Of every other text in a row of usage. */
export const maxStoredCharacters = 200;
