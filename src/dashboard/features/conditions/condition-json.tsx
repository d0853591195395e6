import type { ComponentProps } from 'react';
import { condition } from '../../../contract/flags/condition.ts';
import { JsonView } from './json-view.tsx';

type ConditionJsonProps = Omit<
  ComponentProps<typeof JsonView<typeof condition._output>>,
  'schema' | 'label'
>;

/** With the schema, which is fetched when it is looked at. */
export const ConditionJson = (props: ConditionJsonProps) => (
  <JsonView {...props} label="Condition as JSON" schema={condition} />
);
