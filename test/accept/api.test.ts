import type { Api } from '../../cli/framework/api';
import { lateApi } from '../../scripts/accept/reach/api';

const own = { stage: 'try', region: 'us-east-1', account: '111122223333' };

/** An API that says of which deployment it is, with what was asked of it. */
function answering({ stage, region, account }: typeof own): { api: Api; asked: string[] } {
  const asked: string[] = [];
  const answer = (method: string, path: string): any => {
    asked.push(`${method} ${path}`);
    return path === '/v1/deployment' ? { stage, home_region: region, account } : { status: 200, body: {} };
  };
  const api: Api = {
    local: false,
    speed: 1,
    now: () => new Date('2026-12-01T10:00:00Z'),
    get: async (path) => answer('GET', path),
    post: async (path) => answer('POST', path),
    put: async (path) => answer('PUT', path),
    remove: async (path) => answer('DELETE', path),
    request: async ({ method, path }) => answer(method, path),
  };
  return { api, asked };
}

test.each([
  ['stage', { stage: 'production' }],
  ['home region', { region: 'eu-central-1' }],
  ['account', { account: '444455556666' }],
])('an API of another %s gets no request', async (_what, other) => {
  const { api, asked } = answering({ ...own, ...other });
  const late = lateApi(async () => api, own);
  const requests = [
    () => late.get('/v1/builds'),
    () => late.post('/v1/builds', {}),
    () => late.put('/v1/stacks/x', {}),
    () => late.remove('/v1/builds/bld-1'),
    () => late.request({ method: 'POST', path: '/v1/nightly' }),
  ];
  const [named] = Object.values(other);
  for (const request of requests)
    await expect(request()).rejects.toMatchObject({
      name: 'WrongDeployment',
      message: expect.stringMatching(new RegExp(`${named}.*not of stage try in us-east-1 of account 111122223333`)),
    });
  expect(new Set(asked)).toEqual(new Set(['GET /v1/deployment']));
});

test('the API of the stage says once of which deployment it is, and gets every request', async () => {
  const { api, asked } = answering(own);
  const late = lateApi(async () => api, own);
  await late.remove('/v1/builds/bld-1');
  await late.get('/v1/builds');
  expect(asked).toEqual(['GET /v1/deployment', 'DELETE /v1/builds/bld-1', 'GET /v1/builds']);
});
