import { Code, List, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Problem } from '../../../../contract/problem.ts';
import { type AuthoredRule, rules as rulesSchema } from '../../../../contract/rule.ts';
import { problemsOf } from '../../../../contract/zod-problems.ts';

interface RulesJsonProps {
  readonly rules: readonly AuthoredRule[];
  readonly onChange: (rules: AuthoredRule[]) => void;
  readonly isReadOnly: boolean;
  readonly problems: readonly Problem[];
}

/** The same rules as text. What cannot be read is not taken, and keeps the flag from being saved. */
export function RulesJson({ rules, onChange, isReadOnly, problems }: RulesJsonProps) {
  const [text, setText] = useState(() => JSON.stringify(rules, null, 2));
  const [faults, setFaults] = useState<readonly Problem[]>([]);
  const write = (area: HTMLTextAreaElement) => {
    setText(area.value);
    const read = readRules(area.value);
    setFaults(read.problems);
    area.setCustomValidity(read.problems.length > 0 ? 'Mend the JSON first.' : '');
    if (read.rules) onChange(read.rules);
  };
  const shown =
    faults.length > 0 ? faults : problems.filter(({ path }) => path.startsWith('rules'));
  return (
    <Stack gap="xs">
      <Textarea
        aria-label="Rules as JSON"
        value={text}
        onChange={(event) => write(event.currentTarget)}
        readOnly={isReadOnly}
        autosize
        minRows={8}
        maxRows={32}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
        error={shown.length > 0}
      />
      <List size="sm" c="red" role="alert">
        {shown.map(({ path, message }) => (
          <List.Item key={path + message}>
            {path && <Code>{path}</Code>} {message}
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}

interface Read {
  readonly rules?: AuthoredRule[];
  readonly problems: readonly Problem[];
}

function readRules(text: string): Read {
  try {
    const parsed = rulesSchema.safeParse(JSON.parse(text));
    if (parsed.success) return { rules: parsed.data, problems: [] };
    const problems = problemsOf(parsed.error);
    return { problems: problems.map((each) => ({ ...each, path: `rules${each.path}` })) };
  } catch (error) {
    return { problems: [{ path: '', message: String(error) }] };
  }
}
