import { PasswordInput } from '@mantine/core';
import { passwordCharacters } from '../../../contract/access/password-characters.ts';

interface NewPasswordInputProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (password: string) => void;
}

/** A password that somebody thinks of; the browser says when it is too short. */
export const NewPasswordInput = ({ label, value, onChange }: NewPasswordInputProps) => (
  <PasswordInput
    label={label}
    description={`${passwordCharacters.least} characters or more`}
    name="new-password"
    autoComplete="new-password"
    required
    minLength={passwordCharacters.least}
    maxLength={passwordCharacters.most}
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
);
