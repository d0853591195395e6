import type { Browser, Page } from 'playwright-core';
// Declares what pages have.
import type {} from '../e2e/page/application.ts';

export interface OpenPage {
  readonly page: Page;
  /** What the browser and the page complained of, since it was last asked. */
  readonly takeComplaints: () => string[];
  /** The status of each answer to a request for all flags, since it was last asked. */
  readonly takeAnswers: () => number[];
}

/** As somebody else than all before: nothing is kept in storage. */
export async function openPage(browser: Browser, address: string): Promise<OpenPage> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  const answers: number[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('response', (response) => {
    if (response.request().method() === 'POST') answers.push(response.status());
  });
  await page.goto(address);
  return {
    page,
    takeComplaints: () => complaints.splice(0),
    takeAnswers: () => answers.splice(0),
  };
}
