import type { DevFile } from './dev-file.ts';

/** Its last line is what programs wait for. */
export function welcome(
  { url, admin_token, server_key, email, password }: DevFile,
  devDirName: string,
): string {
  const person = email && password ? `\n          ${email} with the password ${password}` : '';
  return `
Address   ${url}
Dashboard ${url}/dashboard/${person}
API       ${url}/docs describes it; Authorization: Bearer ${admin_token}
          opens all below /admin; the admin secret and all keys are in ${devDirName}/dev.json
Try it    curl -H "Authorization: Bearer ${server_key}" ${url}/features/admin.advanced_controls
Stop      Ctrl-C; the data stay in ${devDirName}

Ready on ${url}
`;
}
