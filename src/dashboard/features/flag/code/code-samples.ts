import type { Json } from '../../../../engine/json.ts';
import type { FlagKind } from '../../../../engine/snapshot.ts';

interface Asked {
  /** The address of the deployment. */
  readonly url: string;
  readonly key: string;
  readonly kind: FlagKind;
  readonly environment: string;
  /** What the flag serves when it is off: a sound default. */
  readonly off: Json;
  /** Every value that it serves is a whole number: Python and Java ask for these by another method. */
  readonly isWhole: boolean;
}

export interface CodeSample {
  readonly id: string;
  readonly label: string;
  readonly install?: string;
  readonly code: string;
}

/** How code asks for a flag, by OpenFeature in seven ways. */
export const codeSamples = (asked: Asked): readonly CodeSample[] =>
  [web, react, node, go, python, java, curl].map((sample) => sample(asked));

const clientKey = ({ environment }: Asked) => `bgc_${environment}_…`;
const serverKey = ({ environment }: Asked) => `bgs_${environment}_…`;

type Methods = Readonly<Record<FlagKind, string>>;

const javascript: Methods = {
  boolean: 'Boolean',
  string: 'String',
  number: 'Number',
  json: 'Object',
};

const web = (asked: Asked): CodeSample => ({
  id: 'web',
  label: 'Web',
  install: 'npm install @openfeature/web-sdk @openfeature/ofrep-web-provider',
  code: `import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';
import { OpenFeature } from '@openfeature/web-sdk';

const provider = new OFREPWebProvider({
  baseUrl: '${asked.url}',
  headers: [['X-API-Key', '${clientKey(asked)}']],
});
await OpenFeature.setProviderAndWait(provider, { targetingKey: '42' });

const value = OpenFeature.getClient().get${javascript[asked.kind]}Value('${asked.key}', ${inJavaScript(asked.off)});`,
});

const react = (asked: Asked): CodeSample => ({
  id: 'react',
  label: 'React',
  install:
    'npm install @openfeature/react-sdk @openfeature/web-sdk @openfeature/ofrep-web-provider',
  code: `import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';
import { OpenFeature, OpenFeatureProvider, use${javascript[asked.kind]}FlagValue } from '@openfeature/react-sdk';

OpenFeature.setProvider(
  new OFREPWebProvider({
    baseUrl: '${asked.url}',
    headers: [['X-API-Key', '${clientKey(asked)}']],
  }),
  { targetingKey: '42' },
);

function Part() {
  const value = use${javascript[asked.kind]}FlagValue('${asked.key}', ${inJavaScript(asked.off)});
  return <pre>{JSON.stringify(value)}</pre>;
}

export const App = () => (
  <OpenFeatureProvider>
    <Part />
  </OpenFeatureProvider>
);`,
});

const node = (asked: Asked): CodeSample => ({
  id: 'node',
  label: 'Node',
  install: 'npm install @openfeature/server-sdk @openfeature/ofrep-provider',
  code: `import { OFREPProvider } from '@openfeature/ofrep-provider';
import { OpenFeature } from '@openfeature/server-sdk';

await OpenFeature.setProviderAndWait(
  new OFREPProvider({
    baseUrl: '${asked.url}',
    headers: [['X-API-Key', '${serverKey(asked)}']],
  }),
);

const value = await OpenFeature.getClient().get${javascript[asked.kind]}Value(
  '${asked.key}',
  ${inJavaScript(asked.off)},
  { targetingKey: '42', organisation_id: 'zebra' },
);`,
});

const inGo: Methods = { boolean: 'Boolean', string: 'String', number: 'Float', json: 'Object' };

const go = (asked: Asked): CodeSample => ({
  id: 'go',
  label: 'Go',
  install:
    'go get github.com/open-feature/go-sdk github.com/open-feature/go-sdk-contrib/providers/ofrep',
  code: `package main

import (
	"context"
	"fmt"

	"github.com/open-feature/go-sdk-contrib/providers/ofrep"
	"github.com/open-feature/go-sdk/openfeature"
)

func main() {
	provider := ofrep.NewProvider("${asked.url}", ofrep.WithApiKeyAuth("${serverKey(asked)}"))
	if err := openfeature.SetProviderAndWait(provider); err != nil {
		panic(err)
	}
	user := openfeature.NewEvaluationContext("42", map[string]any{"organisation_id": "zebra"})
	client := openfeature.NewClient("app")
	value, err := client.${inGo[asked.kind]}Value(context.Background(), "${asked.key}", ${goValue(asked.off)}, user)
	fmt.Println(value, err)
}`,
});

const inPython = ({ kind, isWhole }: Asked): string =>
  ({
    boolean: 'boolean',
    string: 'string',
    number: isWhole ? 'integer' : 'float',
    json: 'object',
  })[kind];

const python = (asked: Asked): CodeSample => ({
  id: 'python',
  label: 'Python',
  install: 'pip install openfeature-sdk openfeature-provider-ofrep',
  code: `from openfeature import api
from openfeature.contrib.provider.ofrep import OFREPProvider
from openfeature.evaluation_context import EvaluationContext

api.set_provider(
    OFREPProvider(
        base_url="${asked.url}",
        headers_factory=lambda: {"X-API-Key": "${serverKey(asked)}"},
    )
)
user = EvaluationContext(targeting_key="42", attributes={"organisation_id": "zebra"})
value = api.get_client().get_${inPython(asked)}_value("${asked.key}", ${pythonValue(asked)}, user)`,
});

const inJava = ({ kind, isWhole }: Asked): string =>
  ({
    boolean: 'Boolean',
    string: 'String',
    number: isWhole ? 'Integer' : 'Double',
    json: 'Object',
  })[kind];

const java = (asked: Asked): CodeSample => ({
  id: 'java',
  label: 'Java',
  install: `implementation 'dev.openfeature:sdk:1.+'
implementation 'dev.openfeature.contrib.providers:ofrep:0.0.2'`,
  code: `import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.openfeature.contrib.providers.ofrep.OfrepProvider;
import dev.openfeature.contrib.providers.ofrep.OfrepProviderOptions;
import dev.openfeature.sdk.MutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
${asked.kind === 'json' ? 'import dev.openfeature.sdk.Value;\n' : ''}
var options = OfrepProviderOptions.builder()
    .baseUrl("${asked.url}")
    .headers(ImmutableMap.of("X-API-Key", ImmutableList.of("${serverKey(asked)}")))
    .build();
var flags = OpenFeatureAPI.getInstance();
flags.setProviderAndWait(OfrepProvider.constructProvider(options));

var user = new MutableContext("42").add("organisation_id", "zebra");
var value = flags.getClient().get${inJava(asked)}Value("${asked.key}", ${javaValue(asked)}, user);`,
});

const curl = (asked: Asked): CodeSample => ({
  id: 'curl',
  label: 'curl',
  code: `curl "${asked.url}/ofrep/v1/evaluate/flags/${asked.key}" \\
  -H "Authorization: Bearer ${serverKey(asked)}" \\
  -H "Content-Type: application/json" \\
  -d '{"context":{"targetingKey":"42","organisation_id":"zebra"}}'`,
});

const inJavaScript = (value: Json): string =>
  typeof value === 'string'
    ? `'${JSON.stringify(value).slice(1, -1).replaceAll("'", "\\'")}'`
    : JSON.stringify(value);

const goValue = (value: Json): string =>
  typeof value === 'object' ? 'map[string]any{}' : JSON.stringify(value);

const pythonValue = (asked: Asked): string =>
  typeof asked.off === 'boolean' ? (asked.off ? 'True' : 'False') : scalar(asked, '{}');

const javaValue = (asked: Asked): string => scalar(asked, 'new Value()');

/** A number that is asked for as a float is written as one, also where it is whole. */
function scalar({ off, isWhole }: Asked, object: string): string {
  if (typeof off === 'object') return object;
  const text = JSON.stringify(off);
  return typeof off === 'number' && !isWhole && /^-?\d+$/.test(text) ? `${text}.0` : text;
}
