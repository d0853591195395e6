import { GoneAlert } from '../../components/gone-alert.tsx';

/** In a dialog about a key that somebody else has ended meanwhile. */
export const EndedKeyAlert = () => (
  <GoneAlert
    title="The key has ended"
    says="Somebody revoked it meanwhile, or its time is over: nothing more can be done about it."
  />
);
