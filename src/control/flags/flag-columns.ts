import type { JsonObject } from '../../engine/json.ts';

interface Definition {
  readonly off_variant?: string | undefined;
  readonly client_visible?: boolean | undefined;
  readonly json_schema?: JsonObject | null | undefined;
}

/** The properties that `/admin` spells otherwise than the table; an absent one leaves its column alone. */
export const renamedColumns = <Input extends Definition>(input: Input) => ({
  offVariant: input.off_variant as Input['off_variant'],
  clientVisible: input.client_visible as Input['client_visible'],
  jsonSchema: input.json_schema as Input['json_schema'],
});
