import type { DevFile } from './dev-file.ts';

/** Its last line is what programs wait for. */
export function welcome(
  { url, admin_token, server_key, email, password }: DevFile,
  devDirName: string,
): string {
  const person = email && password ? `${email} with the password ${password}\n          ` : '';
  return `
Address   ${url}
Log-in    ${person}Authorization: Bearer ${admin_token}
          opens ${url}/admin/flags and all below /admin; the admin secret and all keys are in ${devDirName}/dev.json
Try it    curl -H "Authorization: Bearer ${server_key}" ${url}/features/admin.advanced_controls
Stop      Ctrl-C; the data stay in ${devDirName}

Ready on ${url}
`;
}
