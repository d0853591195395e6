/** A GET request as it goes over the wire. */
export const requestText = (path: string, key: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: flags.example.com\r\nAuthorization: Bearer ${key}\r\n\r\n`;
