/** What a person does in the workbench, by the mouse and the keyboard. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { OUT } from './extension-host.ts';

/** Pictures for the README; `npm run screenshots` copies them into `docs/`. */
export const PICTURES = join(OUT, 'pictures');

/** Opens the workbench and waits until it has put everything back in its place. */
export async function openWorkbench(page: Page, address: string): Promise<void> {
  await page.goto(address, { waitUntil: 'commit' });
  await page.waitForFunction('!!globalThis.driver?.whenWorkbenchRestored', undefined, { timeout: 60_000 });
  await page.evaluate('globalThis.driver.whenWorkbenchRestored()');
  await page.locator('.monaco-workbench .part.statusbar').waitFor();
}

/** Runs a command by its English title, as the palette lists it. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await pick(page, 'F1', `>${title}`, title);
}

/** Opens a file of the folder by its base name, and waits until its editor has the focus. */
export async function openFile(page: Page, name: string): Promise<void> {
  await pick(page, 'Control+P', name, name);
  await page.locator(`.tabs-container .tab.active[data-resource-name="${name}"]`).waitFor();
  await focusedEditor(page).waitFor();
}

export function focusedEditor(page: Page): Locator {
  return page.locator('.editor-group-container.active .monaco-editor.focused');
}

/** Puts the cursor there; both count from 1. */
export async function goTo(page: Page, line: number, column: number): Promise<void> {
  const widget = page.locator('.quick-input-widget');
  for (let attempt = 1; ; attempt++) {
    try {
      await page.keyboard.press('Control+G');
      await widget.locator('input[type=text]:visible').first().fill(`:${line}:${column}`, { timeout: 2_500 });
      await page.keyboard.press('Enter');
      await page
        .locator('.part.statusbar')
        .getByText(new RegExp(`^Ln ${line}, Col ${column}\\b`))
        .waitFor({ timeout: 5_000 });
      await focusedEditor(page).waitFor({ timeout: 5_000 });
      return;
    } catch (error) {
      if (attempt === 4) throw error;
      await page.keyboard.press('Escape');
    }
  }
}

/** The text of the active editor as far as it is on the screen. */
export async function visibleText(page: Page): Promise<string> {
  const lines = await page
    .locator('.editor-group-container.active .monaco-editor .view-lines .view-line')
    .evaluateAll(elements =>
      elements
        .map(element => ({
          top: Number.parseFloat((element as HTMLElement).style.top),
          text: element.textContent ?? '',
        }))
        .sort((a, b) => a.top - b.top)
        .map(line => line.text),
    );
  // The editor draws blanks as no-break spaces.
  return lines.join('\n').replaceAll('\u00a0', ' ').replaceAll('\u200b', '');
}

/** The rows of the Problems panel that hold a text. */
export function problemRows(page: Page, text: string | RegExp): Locator {
  return page.locator('.markers-panel .monaco-list-row').filter({ hasText: text });
}

/** Takes a picture of the window, or of the editors down to a little below an element. */
export async function takePicture(page: Page, name: string, downTo?: Locator): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  const options = { path: join(PICTURES, `${name}.png`), animations: 'disabled', caret: 'initial' } as const;
  const editors = await page.locator('.part.editor').boundingBox();
  const last = await downTo?.boundingBox();
  if (editors === null || last === null || last === undefined) await page.screenshot(options);
  else await page.screenshot({ ...options, clip: { ...editors, height: last.y + last.height + 24 - editors.y } });
}

/**
 * Fills a quick input and takes the row with exactly this label. The widget closes whenever something else takes the
 * focus, an editor that is still opening for example, so it is tried again.
 */
async function pick(page: Page, key: string, text: string, label: string): Promise<void> {
  const widget = page.locator('.quick-input-widget');
  const exactly = new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
  const row = widget
    .locator('.quick-input-list .monaco-list-row')
    .filter({ has: page.locator('.label-name', { hasText: exactly }) })
    .first();
  for (let attempt = 1; ; attempt++) {
    try {
      await page.keyboard.press(key);
      await widget.locator('input[type=text]:visible').first().fill(text, { timeout: 2_500 });
      await row.click({ timeout: 5_000 });
      // A command may open a list of its own in the same widget.
      await row.waitFor({ state: 'hidden', timeout: 5_000 });
      return;
    } catch (error) {
      if (attempt === 4) throw error;
      await page.keyboard.press('Escape');
    }
  }
}
