/** Whether the drivers could ask there at all: `postgres://user:password@host/database`. */
export function isDatabaseAddress(text: string | undefined): text is string {
  if (text === undefined || text !== text.trim() || !URL.canParse(text)) return false;
  const { protocol, username, hostname, pathname } = new URL(text);
  return (
    /^postgres(ql)?:$/.test(protocol) && [username, hostname, pathname.slice(1)].every(Boolean)
  );
}
