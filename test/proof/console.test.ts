import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from '../kit/start-once';

/** Waits until nothing listens at an address. The connections of a server that ends may be reset before. */
const ended = async (url: string): Promise<void> => {
  for (let code = ''; code !== 'ECONNREFUSED';)
    code = await fetch(url).then(
      () => 'answered',
      (error: Error) => (error.cause as { code: string }).code,
    );
};

test('local mode serves the console, its API shows a browser the way there, and both end together', async () => {
  const project = new Project();
  const stop = await project.serve();
  try {
    const { url } = JSON.parse(readFileSync(join(project.folder, '.spawn', 'local.json'), 'utf8')) as { url: string };
    const seen = await fetch(`${url}/`, { headers: { accept: 'text/html,*/*;q=0.8' } });
    const page = await seen.text();
    expect([seen.status, seen.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const link = /<a href="(http:\/\/127\.0\.0\.1:\d+\/)">console<\/a>/.exec(page)?.[1] ?? '';
    expect(page).not.toContain('token=');
    expect((await fetch(link)).status).toBe(401);

    const program = await fetch(`${url}/`, { headers: { accept: 'application/json' } });
    expect([program.status, await program.json()]).toEqual([404, { message: 'Not Found' }]);
    stop();
    await ended(link);
  } finally {
    stop();
    rmSync(project.folder, { recursive: true, force: true, maxRetries: 5 });
  }
});
