import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { projectRoot } from '../../dev/project-root.ts';

declare global {
  /** As a page has it that loads the library by itself. */
  var SimpleWebAuthnBrowser: typeof import('@simplewebauthn/browser');
}

const library = join(
  projectRoot,
  'node_modules/@simplewebauthn/browser/dist/bundle/index.umd.min.js',
);

/** A page of Burgee's own origin, in a browser whose device keeps passkeys and knows its owner. */
export async function openPasskeyPage(browser: Browser, url: string) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const device = await context.newCDPSession(page);
  await device.send('WebAuthn.enable');
  const { authenticatorId } = await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
    },
  });
  // A passkey is of a name: browsers give none to a number.
  await page.goto(`${url.replace('127.0.0.1', 'localhost')}/health`);
  await page.addScriptTag({ path: library });
  return {
    ask: (method: string, path: string, body?: object) =>
      page.evaluate(askInPage, { method, path: `/admin${path}`, body }),
    addPasskey: (name: string) => page.evaluate(addInPage, name),
    logIn: () => page.evaluate(logInInPage),
    /** Whether finger, face or PIN are the owner's from now on. */
    setOwner: (isUserVerified: boolean) =>
      device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
    close: () => context.close(),
  };
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body?: object | undefined;
}

async function askInPage({ method, path, body }: Asked) {
  const headers = { 'Content-Type': 'application/json' };
  const sent = body && { headers, body: JSON.stringify(body) };
  const response = await fetch(path, { method, ...sent });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

async function addInPage(name: string): Promise<number> {
  const options = await fetch('/admin/auth/passkey/generate-register-options');
  const response = await SimpleWebAuthnBrowser.startRegistration({
    optionsJSON: await options.json(),
  });
  const answer = await fetch('/admin/auth/passkey/verify-registration', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ response, name }),
  });
  return answer.status;
}

async function logInInPage(): Promise<number> {
  const options = await fetch('/admin/auth/passkey/generate-authenticate-options');
  const response = await SimpleWebAuthnBrowser.startAuthentication({
    optionsJSON: await options.json(),
  });
  const answer = await fetch('/admin/auth/passkey/verify-authentication', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ response }),
  });
  return answer.status;
}
