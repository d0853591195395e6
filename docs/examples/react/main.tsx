import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';
import {
  OpenFeature,
  OpenFeatureProvider,
  useBooleanFlagValue,
  useStringFlagDetails,
} from '@openfeature/react-sdk';
import { createRoot } from 'react-dom/client';

// A client key (bgc_…) is public: it sees the flags that are marked client-visible, and no others.
const { VITE_BURGEE_URL: baseUrl, VITE_BURGEE_CLIENT_KEY: key } = import.meta.env;
const provider = new OFREPWebProvider({ baseUrl, headers: [['X-API-Key', key]] });

// Whoever logs in or changes is told with OpenFeature.setContext(…): flags are then asked for anew.
OpenFeature.setProvider(provider, { targetingKey: '42', plan: 'free' });

function Checkout() {
  const isOneClick = useBooleanFlagValue('checkout.one_click', false);
  const { value: colour, reason } = useStringFlagDetails('checkout.button', '#888');
  return (
    <button type="button" style={{ background: colour }} title={`${colour}, ${reason}`}>
      {isOneClick ? 'Buy now' : 'To the checkout'}
    </button>
  );
}

const root = document.getElementById('root');
if (!root) throw new Error('There is no #root in this page.');
createRoot(root).render(
  <OpenFeatureProvider>
    <Checkout />
  </OpenFeatureProvider>,
);
