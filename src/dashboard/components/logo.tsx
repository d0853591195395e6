/** A burgee: the small flag at the masthead. */
export const Logo = ({ size = 24 }: { readonly size?: number }) => (
  <img src="/dashboard/burgee.svg" width={size} height={size} alt="" />
);
