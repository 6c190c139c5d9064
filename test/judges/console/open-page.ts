import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { shots } from './shots';

// Resolves when the page has kept its size for half a second.
const keptSize = `new Promise((resolve) => {
  const size = () => [document.documentElement.scrollWidth, document.documentElement.scrollHeight].join();
  const kept = (since, last) => requestAnimationFrame((now) => {
    if (size() !== last) kept(now, size());
    else if (now - since >= 500) resolve();
    else kept(since, last);
  });
  kept(performance.now(), size());
})`;
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** A page in the browser, with all that went wrong in it. */
export class OpenPage {
  /** Errors and warnings of scripts and of the policy, failed requests, and requests to anything but the console. */
  readonly troubles: string[] = [];
  private requests = 0;
  private unanswered = 0;

  constructor(
    readonly page: Page,
    origin: string,
  ) {
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.troubles.push(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.troubles.push(`exception: ${error.message}`));
    page.on('request', (request) => {
      this.requests += 1;
      this.unanswered += 1;
      const url = request.url();
      if (!url.startsWith(`${origin}/`) && !url.startsWith('data:')) this.troubles.push(`request to ${url}`);
    });
    page.on('requestfinished', () => (this.unanswered -= 1));
    page.on('requestfailed', () => (this.unanswered -= 1));
    page.on('response', (response) => {
      if (response.status() >= 400) this.troubles.push(`${response.status()} of ${response.url()}`);
    });
  }

  /** Opens the printed address, then a page. */
  async start(address: string, hash: string): Promise<void> {
    await this.page.goto(address);
    await this.show(hash);
  }

  /** Shows another address of the page and waits for it. */
  async show(hash: string): Promise<void> {
    await this.page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
    await this.settle();
  }

  /** Waits for the title of the page, and until it reads nothing and keeps its size for half a second. */
  async settle(): Promise<void> {
    await this.page.getByRole('heading', { level: 1 }).first().waitFor();
    // Playwright's 'networkidle' is of the first load only, and the components follow a new width some frames later.
    let before: number;
    do {
      before = this.requests;
      await this.page.evaluate(keptSize);
    } while (this.unanswered > 0 || this.requests > before);
  }

  /** Changes the width of the window. */
  async resize(width: number): Promise<void> {
    await this.page.setViewportSize({ width, height: width < 600 ? 720 : 900 });
    await this.settle();
  }

  /** Returns what axe finds that is serious: rules with the elements that break them. */
  async violations(): Promise<string[]> {
    await this.page.evaluate(`${axe}; undefined`);
    const run = "axe.run(document, { resultTypes: ['violations'] })";
    const { violations } = (await this.page.evaluate(run)) as {
      violations: { id: string; impact: string; nodes: { target: string[]; failureSummary: string }[] }[];
    };
    return violations
      .filter(({ impact }) => ['serious', 'critical'].includes(impact))
      .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`));
  }

  /** Returns how many pixels the page is wider than its window. */
  async overflow(): Promise<number> {
    return (await this.page.evaluate('document.documentElement.scrollWidth - innerWidth')) as number;
  }

  /** Returns the headings of the tables that have to be scrolled sideways. */
  async scrolledTables(): Promise<string[]> {
    return (await this.page.evaluate(`[...document.querySelectorAll('table')]
      .filter((each) => each.checkVisibility() && each.scrollWidth > each.parentElement.clientWidth + 1)
      .map((each) => [...each.querySelectorAll('th')].map((heading) => heading.textContent).join(' '))`)) as string[];
  }

  /** Returns the links, buttons and fields that are shown and that the Tab key does not reach. */
  async unreachable(): Promise<string[]> {
    await this.page.evaluate('document.activeElement?.blur(); getSelection()?.removeAllRanges()');
    for (let count = 0; count < 400; count += 1) {
      await this.page.keyboard.press('Tab');
      const again = await this.page.evaluate(
        `(() => {
        const focused = document.activeElement;
        if (focused === null || focused === document.body || focused.dataset.reached) return count > 0;
        focused.dataset.reached = 'true';
        return false;
      })()`.replace('count > 0', String(count > 0)),
      );
      if (again) break;
    }
    return (await this.page.evaluate(`(() => {
      const shown = (each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      const canFocus = (each) => each.tabIndex >= 0 && !each.disabled && each.type !== 'radio' && shown(each);
      return [...document.querySelectorAll('a[href], button, input, select, textarea')]
        .filter((each) => canFocus(each) && !each.dataset.reached && !each.closest('[inert], [aria-hidden="true"]'))
        .map((each) => (each.getAttribute('aria-label') ?? each.textContent) || each.outerHTML.slice(0, 200));
    })()`)) as string[];
  }

  /** Keeps a picture of what is shown as `NAME.png`. */
  async shoot(name: string): Promise<void> {
    await this.page.screenshot({ path: join(shots, `${name}.png`) });
  }

  /** Closes the page. Throws when something went wrong in it. */
  async close(): Promise<void> {
    await this.page.context().close();
    if (this.troubles.length > 0) throw new Error(`the page had troubles:\n${this.troubles.join('\n')}`);
  }
}
