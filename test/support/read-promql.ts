import { parser } from '@prometheus-io/lezer-promql';

/** One series that an expression asks for. */
export interface Selected {
  readonly metric: string;
  /** Each label with the pattern that it has to match. */
  readonly matchers: readonly { readonly label: string; readonly pattern: string }[];
}

interface Expression {
  readonly selected: readonly Selected[];
  /** Labels that it groups or joins by. */
  readonly grouped: readonly string[];
}

/** What an expression asks for, by Prometheus' own grammar. Throws for what is none. */
export function readPromql(expression: string): Expression {
  const selected: { metric: string; matchers: { label: string; pattern: string }[] }[] = [];
  const grouped: string[] = [];
  parser.parse(expression).iterate({
    enter({ type, from, to, node }) {
      if (type.isError) throw new Error(`no PromQL at ${from}: ${expression}`);
      const text = expression.slice(from, to);
      if (type.name === 'VectorSelector') selected.push({ metric: '', matchers: [] });
      if (type.name === 'Identifier') Object.assign(selected.at(-1) ?? {}, { metric: text });
      if (type.name === 'UnquotedLabelMatcher') {
        const [, label = '', pattern = ''] = /^(\w+)\s*(?:=~|=)\s*"(.*)"$/s.exec(text) ?? [];
        selected.at(-1)?.matchers.push({ label, pattern });
      }
      if (type.name === 'LabelName' && node.parent?.type.name === 'GroupingLabels') {
        grouped.push(text);
      }
    },
  });
  return { selected, grouped };
}
