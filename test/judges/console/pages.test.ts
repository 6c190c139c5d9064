import { ConsoleCheck } from './kit';
import { allSteps } from './steps/all';

const widths = [320, 1280, 2560];
// People choose the columns of this table.
const chosenColumns = ['images'];
const shotOf = (name: string, index: number): string => (index === 0 ? name : `${name}-${index}`);
let check: ConsoleCheck;
beforeAll(async () => {
  check = await ConsoleCheck.start();
}, 600_000);
afterAll(() => check?.stop());

test('every page of the navigation has its steps here', async () => {
  const opened = await check.open('#/');
  const links = await opened.page.getByRole('navigation').getByRole('link').all();
  const hrefs = await Promise.all(links.map((link) => link.getAttribute('href')));
  const pages = hrefs.flatMap((href) => /^#\/(.+)$/.exec(href ?? '')?.[1] ?? []);
  expect([...new Set(pages)]).toEqual(allSteps.map(({ page }) => page));
  await opened.close();
});

test('the judges find what is wrong: a button without a name, one that is too wide, one that Tab does not reach', async () => {
  const opened = await check.open('#/');
  await opened.page.evaluate(`document.body.insertAdjacentElement('beforeend', (() => {
    const button = document.createElement('button');
    button.style.width = '9000px';
    button.style.display = 'block';
    button.addEventListener('focus', () => button.blur());
    return button;
  })())`);
  expect((await opened.violations()).join()).toMatch(/^button-name/);
  expect(await opened.overflow()).toBeGreaterThan(7000);
  expect(await opened.unreachable()).toHaveLength(1);
  await opened.close();
});

describe.each(allSteps.map((steps) => [steps.page, steps] as const))('the page %s', (name, { addresses, act }) => {
  test('shows all its addresses without an error, a request elsewhere, or a serious barrier', async () => {
    for (const [index, address] of addresses(check).entries()) {
      const opened = await check.open(address);
      await opened.shoot(shotOf(name, index));
      expect([address, await opened.violations()]).toEqual([address, []]);
      await opened.close();
    }
  });

  test('fits a telephone and the widest screen', async () => {
    for (const [index, address] of addresses(check).entries()) {
      const opened = await check.open(address);
      for (const width of widths) {
        await opened.resize(width);
        expect([address, width, await opened.overflow()]).toEqual([address, width, 0]);
        if (width >= 1280 && !chosenColumns.includes(name))
          expect([address, width, await opened.scrolledTables()]).toEqual([address, width, []]);
        if (width !== 1280) await opened.shoot(`${shotOf(name, index)}-${width}px`);
      }
      await opened.close();
    }
  });

  test('can be read in the dark', async () => {
    for (const [index, address] of addresses(check).entries()) {
      const opened = await check.open(address, { dark: true });
      await opened.shoot(`${shotOf(name, index)}-dark`);
      expect([address, await opened.violations()]).toEqual([address, []]);
      await opened.close();
    }
  });

  test('is reached by the keyboard in all its parts', async () => {
    for (const address of addresses(check)) {
      const opened = await check.open(address);
      expect([address, await opened.unreachable()]).toEqual([address, []]);
      await opened.close();
    }
  });

  test('does what it is for', async () => {
    const opened = await check.open(addresses(check)[0]!);
    await act(opened, check);
    await opened.close();
  });
});

test('a read-only console says so, and refuses a change that somebody sends from its page', async () => {
  const opened = await check.open('#/', { readOnly: true });
  await opened.page.getByText('Read-only').filter({ visible: true }).first().waitFor();
  const answer = await opened.page.evaluate(`fetch('/api/v1/nightly', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}',
  }).then(async (answer) => [answer.status, (await answer.json()).name])`);
  expect(answer).toEqual([403, 'ConsoleReadOnly']);
  opened.troubles.length = 0;
  await opened.close();
});

test('the policy stops scripts in the page and requests to anything else', async () => {
  const opened = await check.open('#/');
  const reached = await opened.page.evaluate(`(async () => {
    const script = document.createElement('script');
    try { script.textContent = 'window.injected = true'; } catch {}
    document.body.append(script);
    const sent = await fetch('http://127.0.0.1:9/').then(() => 'answered', (error) => error.name);
    return [window.injected ?? 'stopped', sent];
  })()`);
  expect(reached).toEqual(['stopped', 'TypeError']);
  expect(opened.troubles.join('\n')).toMatch(/Content Security Policy/);
  opened.troubles.length = 0;
  await opened.close();
});

test('a browser without the token is told where it is', async () => {
  const opened = await check.open('#/');
  const stranger = await opened.page.context().browser()!.newContext();
  const page = await stranger.newPage();
  const answer = await page.goto(opened.page.url());
  expect([answer?.status(), await page.textContent('body')]).toEqual([
    401,
    expect.stringContaining('Open the address with the token'),
  ]);
  await stranger.close();
  await opened.close();
});
