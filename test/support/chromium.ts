import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser of this machine: none is ever fetched. Throws with the way to one where there is none. */
export function startChromium(): Promise<Browser> {
  const { CHROMIUM } = process.env;
  const executablePath = CHROMIUM ? CHROMIUM : places.find(existsSync);
  if (executablePath === undefined || !existsSync(executablePath)) throw noChromium(CHROMIUM);
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

function noChromium(given: string | undefined): Error {
  const error = new Error(
    `These tests drive a real Chromium, and there is none ${given ? `at CHROMIUM=${given}` : 'on this machine'}.
    Debian:    apt-get install --no-install-recommends chromium
    elsewhere: CHROMIUM=/path/to/chromium npm test`,
  );
  error.stack = '';
  return error;
}
