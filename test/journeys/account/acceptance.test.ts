import { questions } from '../../../scripts/accept/question/all';
import { reportSchema } from '../../../scripts/accept/report/form';
import { runCourse, type Outcome, type Plan } from '../../../scripts/accept/run/course';
import type { Deployer } from '../../../scripts/accept/stage/remove';
import { sessionIn } from '../../accept/journey-session';
import { home, leftovers, localStack, minutes, type Journey } from '../../kit/journey';

/** Runs everything against local mode, whose deployment stays. */
async function accept(
  journey: Journey,
  {
    signal = new AbortController().signal,
    failing,
    onTell,
  }: Partial<Plan> & {
    failing?: (method: string, path: string) => void;
    onTell?: (line: string) => void;
  } = {},
): Promise<Outcome & { said: string[] }> {
  const said: string[] = [];
  const outcome = await runCourse({
    session: sessionIn(journey, { signal, failing }),
    calm: sessionIn(journey),
    signal,
    builds: 2,
    project: '0.1.0',
    tell: (line) => {
      said.push(line);
      onTell?.(line);
    },
  });
  return { ...outcome, said };
}

const outcomes = ({ report }: Outcome) => report.steps.map(({ name, outcome }) => `${name}: ${outcome}`);
const nothingLeft = async (journey: Journey, { report, left }: Outcome): Promise<void> => {
  expect([left, report.left]).toEqual([[], []]);
  await journey.advance(2 * minutes);
  expect(await leftovers(journey)).toEqual([]);
  for (const region of ['us-east-1', 'us-west-2'])
    expect((await journey.ec2('DescribeImages', { Owners: ['self'], IncludeDisabled: true }, region)).Images).toEqual(
      [],
    );
};

describe('an acceptance run against local mode', () => {
  let journey: Journey;
  let outcome: Awaited<ReturnType<typeof accept>>;
  beforeAll(async () => {
    journey = await localStack();
    outcome = await accept(journey);
  });

  test('goes through every step and leaves nothing', async () => {
    expect(outcomes(outcome)).toEqual([
      'doctor: done',
      'smoke build: done',
      'builds of the bases: done',
      'copy: done',
      'nightly run: done',
      'cleanup: done',
      'removal: done',
    ]);
    await nothingLeft(journey, outcome);
  });

  test('confirms nothing of AWS, and says what local mode answered and what it could not be asked', () => {
    const { facts } = outcome.report;
    expect(facts.map(({ id }) => id)).toEqual(questions.map(({ id }) => id));
    expect(facts.filter(({ verdict }) => verdict !== 'not asked')).toEqual([]);
    const rehearsed = Object.fromEntries(facts.map(({ id, rehearsal }) => [id, rehearsal]));
    expect(rehearsed).toEqual({
      'create-tags-action-of-snapshots': 'confirmed',
      'send-command-by-tag-of-new-instance': 'not asked',
      'seconds-from-boot-to-online': 'not asked',
      'residue-of-untouched-bases': 'not asked',
      'agent-folder-after-stop': 'not asked',
      'gpu-base-root-and-search': 'not asked',
      'image-id-filter-hides-deprecated': 'confirmed',
      'scan-sbom-knows-our-packages': 'not asked',
      'deregister-pending-read-disabled': 'confirmed',
      'new-account-concurrency': 'not asked',
    });
  });

  test('the report is valid and has nothing of the account', () => {
    expect(reportSchema.parse(outcome.report)).toEqual(outcome.report);
    expect(JSON.stringify(outcome.report)).not.toMatch(
      /\d{12}|arn:|\b(ami|snap|i|vol)-[0-9a-f]{8}|execute-api|127\.0\.0\.1/,
    );
  });
});

test('a run that fails in the middle leaves out what follows, tells why, and leaves nothing', async () => {
  const journey = await localStack();
  const outcome = await accept(journey, {
    failing: (method, path) => {
      if (method === 'POST' && path.endsWith('/replicas')) throw Object.assign(new Error('no'), { name: 'Broken' });
    },
  });
  expect(outcomes(outcome).slice(-4)).toEqual([
    'copy: failed',
    'nightly run: not run',
    'cleanup: not run',
    'removal: done',
  ]);
  expect(outcome.report.facts.find(({ id }) => id === 'deregister-pending-read-disabled')?.evidence).toBe(
    'local mode answered: copy failed',
  );
  await nothingLeft(journey, outcome);
});

test.each([
  ['while builds run', 'builds of the bases …', 5],
  ['while the smoke build runs', 'smoke build …', 1],
])('a run that is interrupted %s ends them and leaves nothing', async (_when, line, after) => {
  const journey = await localStack();
  const interrupt = new AbortController();
  const outcome = await accept(journey, {
    signal: interrupt.signal,
    onTell: (said) => {
      if (said === line) journey.local.clock.after(after * minutes, () => interrupt.abort());
    },
  });
  expect(outcome.interrupted).toBe(true);
  expect(outcomes(outcome)).toContain(`${line.replace(' …', '')}: interrupted`);
  expect(outcomes(outcome).at(-1)).toBe('removal: done');
  await nothingLeft(journey, outcome);
});

test('what cannot be removed is listed with the command that removes it, and the report says its kind only', async () => {
  const journey = await localStack();
  const calm = sessionIn(journey);
  const denied = Object.assign(new Error('not allowed'), { name: 'UnauthorizedOperation' });
  const said: string[] = [];
  const { left, report } = await runCourse({
    session: sessionIn(journey, {
      failing: (method, path) => {
        if (method === 'POST' && path.endsWith('/replicas')) throw denied;
      },
    }),
    calm: {
      ...calm,
      call: (service, action, region, input) =>
        action === 'DeregisterImage' ? Promise.reject(denied) : calm.call(service, action, region, input),
    },
    signal: new AbortController().signal,
    builds: 2,
    project: '0.1.0',
    tell: (line) => void said.push(line),
  });
  const image = left.find(({ kind }) => kind === 'image');
  expect(image?.command).toBe(`aws ec2 deregister-image --image-id ${image?.id} --region us-east-1`);
  expect(said).toContain('image could not be removed: UnauthorizedOperation: not allowed');
  expect(report.steps.at(-1)).toMatchObject({ name: 'removal', outcome: 'failed' });
  expect(report.left).toContainEqual({ kind: 'image', region: 'us-east-1' });
  expect(JSON.stringify(report)).not.toContain(image!.id);
});

describe('a stage of its own', () => {
  let journey: Journey;
  const done: string[] = [];
  const deployer = (stage: string): Deployer => ({
    deploy: (signal) =>
      new Promise((_done, fail) => {
        done.push('deploy');
        signal.addEventListener('abort', () => fail(signal.reason as Error));
      }),
    destroy: async () => void done.push('destroy'),
    stacks: async () =>
      done.at(-1) === 'deploy' ? [{ kind: 'stack', id: `spawn-${stage}-core`, region: home, command: 'x' }] : [],
  });
  const run = (stage: string, signal: AbortSignal, tell: (line: string) => void = () => undefined): Promise<Outcome> =>
    runCourse({
      session: sessionIn(journey, { signal, stage }),
      calm: sessionIn(journey, { stage }),
      signal,
      deployer: deployer(stage),
      builds: 2,
      project: '0.1.0',
      tell,
    });
  beforeAll(async () => {
    journey = await localStack();
  });
  beforeEach(() => void done.splice(0));

  test('is not deployed where a stage of that name is, which stays as it is', async () => {
    await expect(run('dev', new AbortController().signal)).rejects.toThrow(/^stage dev has \d+ things in this account/);
    expect(done).toEqual([]);
    expect((await journey.request('GET', '/v1/builds')).status).toBe(200);
  });

  test('is destroyed when it is interrupted while CloudFormation makes it', async () => {
    const interrupt = new AbortController();
    const { report, left, interrupted } = await run('other', interrupt.signal, (line) => {
      if (line === 'deployment …') setImmediate(() => interrupt.abort());
    });
    expect([done, left, interrupted]).toEqual([['deploy', 'destroy'], [], true]);
    expect(report.steps[0]).toMatchObject({ name: 'deployment', outcome: 'interrupted' });
    expect(report.steps.at(-1)).toMatchObject({ name: 'removal', outcome: 'done' });
  });
});
