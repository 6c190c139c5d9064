import { resolve } from 'node:path';
import type { Query } from '../../../cli/framework/api';
import type { Local } from '../../../local/app/simulation';
import { apiOf, lateApi } from '../../../scripts/accept/reach/api';
import { Caller } from '../../../scripts/accept/reach/sdk';
import { sessionOf } from '../../../scripts/accept/reach/session';
import { runCourse } from '../../../scripts/accept/run/course';
import type { Session } from '../../../scripts/accept/run/session';
import { deployerOf } from '../../../scripts/accept/stage/deployer';
import { Deployment } from './api';
import { cdk, synthesize } from './cdk';
import { environmentOf, startMachines, type EventSink } from './machines';
import { account, region, startEmulator, type Emulator } from './ministack';

jest.setTimeout(25 * 60_000);

const project = resolve(__dirname, '..', '..', '..');
// The network belongs to the machines, which were there before.
const ofNetwork: Record<string, object> = {
  DescribeVpcs: { Vpcs: [] },
  DescribeSubnets: { Subnets: [] },
  DescribeSecurityGroups: { SecurityGroups: [] },
};

describe('An acceptance run on an emulator of AWS that is not ours', () => {
  const environment = { ...process.env };
  let machines: Local;
  let emulator: Emulator;
  let deployment: Deployment;
  let forward: ((event: Parameters<EventSink>[0]) => void) | undefined;

  beforeAll(async () => {
    machines = await startMachines((event) => forward?.(event));
    emulator = await startEmulator(environmentOf(machines));
    deployment = new Deployment(emulator);
    await cdk(emulator.environment, 'bootstrap', `aws://${account}/${region}`);
    // The emulator knows this key as the account's own.
    machines.keys.accept({ accessKeyId: 'test', secretAccessKey: 'test' }, machines.operator);
    Object.assign(process.env, emulator.environment, {
      AWS_ENDPOINT_URL_EC2: machines.url,
      AWS_ENDPOINT_URL_SERVICE_QUOTAS: machines.url,
    });
  });
  afterAll(async () => {
    forward = undefined;
    process.env = environment;
    await emulator?.stop();
    await machines?.close();
  });

  test('deploys a stage with the CDK command, goes through every step, and leaves nothing', async () => {
    const { Subnets } = await machines.call('ec2', 'DescribeSubnets', region, {});
    const { SecurityGroups } = await machines.call('ec2', 'DescribeSecurityGroups', region, {});
    const own = SecurityGroups.find((group: any) => group.GroupName !== 'default');
    const subnets = Subnets.filter((subnet: any) => subnet.VpcId === own.VpcId);
    const network = { subnet_ids: subnets.map((subnet: any) => subnet.SubnetId), security_group_id: own.GroupId };
    const assembly = synthesize('accepted', { network });
    const caller = new Caller();
    const find = async () => {
      process.env.SPAWN_API_URL = await deployment.url();
      return apiOf(caller, { stage: 'dev', region });
    };
    const api = lateApi(find, { stage: 'dev', region, account });
    const base = sessionOf({ stage: 'dev', region, copyRegion: 'eu-west-1' }, { caller, api });
    const session: Session = {
      ...base,
      // Its simulation of policies knows too few keys of conditions: what roles may do, it cannot be asked.
      api: {
        ...base.api,
        get: async <Body>(path: string, query?: Query): Promise<Body> => {
          const answer: any = await base.api.get(path, query);
          if (path !== '/v1/doctor') return answer;
          return { ...answer, findings: answer.findings.filter(({ check }: any) => check !== 'permissions') };
        },
      },
      call: (service, action, where, input) =>
        action in ofNetwork ? Promise.resolve(ofNetwork[action]!) : base.call(service, action, where, input),
    };
    forward = (event) => void deployment.deliver(event).catch(() => undefined);
    const { report, left } = await runCourse({
      session,
      calm: session,
      signal: new AbortController().signal,
      deployer: deployerOf(caller, { project, assembly, region }),
      builds: 2,
      project: '0.1.0',
      tell: () => undefined,
    });
    const steps = report.steps.map(({ name, outcome, detail }) => `${name}: ${outcome === 'done' ? outcome : detail}`);
    expect([steps, left]).toEqual([
      [
        'deployment: done',
        'doctor: done',
        'smoke build: done',
        'builds of the bases: done',
        'copy: done',
        'nightly run: done',
        'cleanup: done',
        'removal: done',
      ],
      [],
    ]);
    expect([report.against, report.left]).toEqual(['another endpoint', []]);
    expect(report.facts.filter(({ verdict }) => verdict !== 'not asked')).toEqual([]);
    expect(await deployment.stacks()).toEqual(['CDKToolkit']);
  });
});
