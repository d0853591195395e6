import type { ComponentProps } from 'react';
import { type AuthoredRule, rules as rulesSchema } from '../../../../contract/flags/rule.ts';
import { JsonView } from '../../conditions/json-view.tsx';

type RulesJsonProps = Omit<
  ComponentProps<typeof JsonView<AuthoredRule[]>>,
  'schema' | 'label' | 'path'
>;

/** With the schema, which is fetched when it is looked at. */
export const RulesJson = (props: RulesJsonProps) => (
  <JsonView {...props} label="Rules as JSON" path="rules" schema={rulesSchema} />
);
