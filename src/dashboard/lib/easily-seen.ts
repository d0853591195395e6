/** Among so many the eye finds one; more are searched. */
export const easilySeen = 8;
