import { TagsInput } from '@mantine/core';

interface OriginsInputProps {
  readonly value: readonly string[];
  readonly onChange: (origins: readonly string[]) => void;
}

/** Whose pages may read what a client key is answered. */
export const OriginsInput = ({ value, onChange }: OriginsInputProps) => (
  <TagsInput
    label="Allowed origins"
    description="Whose pages may read the answer. None: every page."
    placeholder="https://shop.example.com"
    acceptValueOnBlur
    value={[...value]}
    onChange={onChange}
  />
);
