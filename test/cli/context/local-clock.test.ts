import { askForClock } from '../../../cli/client/local-file';
import { serve } from '../../../local/gateway/server';

test('the server of local mode tells the command its speed and its time, also without a signature', async () => {
  const date = 'Wed, 28 Jan 2026 10:30:00 GMT';
  const gateway = async () => ({ status: 403, headers: { date }, body: Buffer.from('{}') });
  const server = await serve(() => gateway, 0, 60);
  const now = new Date('2030-01-01T00:00:00Z');
  try {
    expect(await askForClock(server.url, () => now)).toEqual({
      speed: 60,
      simulated: Date.parse(date),
      real: now.getTime(),
    });
  } finally {
    await server.close();
  }
});
