import { localStack, type Journey } from '../../kit/journey';
import { buildSmall, provisioned } from '../../kit/small-recipe';

const address = 'https://tools.example.org/agent.sh';
const machines = { assumePackages: true, downloads: new Map([[address, Buffer.from('echo agent is here\n')]]) };
const assuming = provisioned('dnf install -y odd-tool', `curl -fsSL ${address} | bash`, 'echo tool >/opt/tool');

describe('a build whose machine took something for granted', () => {
  let journey: Journey;
  let run: any;
  beforeAll(async () => {
    journey = await localStack({ machines });
    run = await buildSmall(journey, assuming);
  });
  const warning = `simulated: this was assumed and not tried: the package odd-tool; the content of ${address}`;

  test('succeeds, and says so in the record, in the list and in its output', async () => {
    expect([run.status, run.failure, run.warnings]).toEqual(['succeeded', undefined, [warning]]);
    const { builds } = (await journey.request('GET', '/v1/builds')).body;
    expect(builds.map(({ warnings }: any) => warnings)).toEqual([[warning]]);
    const { lines } = (await journey.request('GET', `/v1/builds/${run.build_id}/log`)).body;
    const log = lines.map(({ text }: any) => text);
    expect(log).toContain(
      "simulated: odd-tool is not in local mode's fixtures and is assumed to be installed, without its files",
    );
    expect(log).toContain('agent is here');
    expect(journey.local.assumptions.list()).toEqual(['the package odd-tool', `the content of ${address}`]);
  });

  test('is told from one beside it that took nothing', async () => {
    const other = await buildSmall(journey, { stack: 'plain' });
    expect([other.status, other.warnings]).toEqual(['succeeded', undefined]);
  });
});

test('without the options the same build fails, and says which options there are', async () => {
  const journey = await localStack();
  const run = await buildSmall(journey, assuming);
  expect(run).toMatchObject({ status: 'failed', failure: { name: 'ScriptFailed' } });
  const { lines } = (await journey.request('GET', `/v1/builds/${run.build_id}/log`)).body;
  expect(lines.map(({ text }: any) => text).join('\n')).toMatch(
    /simulated: the package odd-tool .* --assume-packages\. .* --machines container/,
  );
});
