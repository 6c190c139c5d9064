import { home, hours, localStack } from '../../kit/journey';
import { buildSmall, script } from '../../kit/small-recipe';
import { sweepingEvery } from '../../kit/templates';

test('a test that runs longer than the session of the role which signed its addresses keeps its output all the same', async () => {
  const journey = await localStack({ edit: sweepingEvery(10) });
  const run = await buildSmall(journey, {
    test: { run: script('echo begun', 'sleep 46800', 'echo ended'), timeout: '14h' },
  });
  expect({ status: run.status, failure: run.failure }).toEqual({ status: 'succeeded' });
  expect(Date.parse(run.ended_at) - Date.parse(run.created_at)).toBeGreaterThan(13 * hours);
  const { tests } = (await journey.request('GET', `/v1/images/${run.ami_id}`)).body;
  expect(tests).toMatchObject([
    { verdict: 'passed', output: expect.stringMatching(/begun\n(.*\n)*ended/), output_key: expect.any(String) },
  ]);
}, 240_000);

test('a provision script that runs that long has its whole output in the log of its build, and none in the bucket', async () => {
  const journey = await localStack({ edit: sweepingEvery(10) });
  const provision = [
    { name: 'install', run: script('echo begun', 'echo tool >/opt/tool', 'sleep 46800', 'echo ended'), timeout: '14h' },
  ];
  const run = await buildSmall(journey, { provision });
  expect({ status: run.status, failure: run.failure }).toEqual({ status: 'succeeded' });
  const { lines } = (await journey.request('GET', `/v1/builds/${run.build_id}/log`)).body;
  expect(lines.filter(({ stage }: any) => stage === 'install').map(({ text }: any) => text)).toEqual(
    expect.arrayContaining(['begun', 'ended']),
  );
  const bucket = journey.local.s3.bucket(`spawn-dev-artifacts-123456789012-${home}`);
  expect([...(bucket?.objects.keys() ?? [])].filter((key) => key.includes(`${run.build_id}/output/install`))).toEqual(
    [],
  );
}, 240_000);
