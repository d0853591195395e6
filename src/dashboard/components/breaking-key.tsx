import { Fragment } from 'react';

/** A key that breaks, where it has to, after a dot or an underscore. It is copied as it is. */
export const BreakingKey = ({ text }: { readonly text: string }) =>
  [...text.matchAll(/[^._]*[._]*/g)].map(({ 0: part, index }) => (
    <Fragment key={index}>
      {part}
      <wbr />
    </Fragment>
  ));
