import { hours, localStack } from '../kit/journey';
import { buildSmall, script } from '../kit/small-recipe';
import { sweepingEvery } from '../kit/templates';

test('a test that runs longer than the session of the role which signed its addresses keeps its output all the same', async () => {
  const journey = await localStack({ edit: sweepingEvery(10) });
  const run = await buildSmall(journey, { test: { run: script('echo begun', 'sleep 46800', 'echo ended'), timeout: '14h' } });
  expect({ status: run.status, failure: run.failure }).toEqual({ status: 'succeeded' });
  expect(Date.parse(run.ended_at) - Date.parse(run.created_at)).toBeGreaterThan(13 * hours);
  const { tests } = (await journey.request('GET', `/v1/images/${run.ami_id}`)).body;
  expect(tests).toMatchObject([{ verdict: 'passed', output: expect.stringMatching(/begun\n(.*\n)*ended/), output_key: expect.any(String) }]);
}, 240_000);
