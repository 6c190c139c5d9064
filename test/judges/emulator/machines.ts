import { randomBytes } from 'node:crypto';
import type { Local } from '../../../local/app/simulation';
import { assemblyOf } from '../../kit/assemblies';
import { startLocal } from '../../kit/local-mode';
import { account } from './ministack';

type Latencies = NonNullable<NonNullable<Parameters<typeof startLocal>[0]['ec2']>['latencies']>;

/** What calls happen in: seconds of real time in place of minutes. */
const quick: Latencies = {
  instanceStart: [1_000, 2_000],
  instanceStop: [1_000, 2_000],
  instanceTerminate: [1_000, 2_000],
  statusChecks: [2_000, 3_000],
  image: [3_000, 4_000],
  imagePerGib: [0, 0],
  copy: [3_000, 4_000],
  copyPerGib: [0, 0],
};
/** What starts functions by itself: the emulator runs those of its own deployment. */
const triggers = ['AWS::Events::Rule', 'AWS::Scheduler::Schedule'];

/**
 * Starts local mode on the real clock as the EC2, Systems Manager, S3 and CloudWatch Logs of a deployment elsewhere: its
 * own functions are never called. `onEvent` receives the events of EC2, Systems Manager and S3.
 */
export async function startMachines(onEvent: (event: Parameters<EventSink>[0]) => void): Promise<Local> {
  const local = await startLocal({
    assembly: assemblyOf('dev'),
    tier: 'in-process',
    port: 0,
    seed: 1,
    ec2: { latencies: quick },
    machines: { agentSeconds: [1, 2] },
    events: {
      dropEvents: (event) => {
        onEvent(event);
        return true;
      },
    },
    edit: (stacks) => {
      for (const { template } of stacks)
        for (const { Type, Properties } of Object.values<any>(template.Resources))
          if (triggers.includes(Type)) Properties.State = 'DISABLED';
    },
  });
  local.keys.accept(functionKeys, local.operator);
  return local;
}

export type EventSink = NonNullable<NonNullable<Parameters<typeof startLocal>[0]['events']>['dropEvents']>;

/** The emulator's functions sign with the number of their account, and with the secret of their environment. */
const functionKeys = { accessKeyId: account, secretAccessKey: randomBytes(20).toString('hex') };

/** The environment of functions that use it for the services that it stands in for. */
export function environmentOf(local: Local): Record<string, string> {
  const services = ['EC2', 'SSM', 'S3', 'CLOUDWATCH_LOGS', 'SERVICE_QUOTAS'];
  return {
    ...Object.fromEntries(services.map((service) => [`AWS_ENDPOINT_URL_${service}`, local.url])),
    AWS_SECRET_ACCESS_KEY: functionKeys.secretAccessKey,
  };
}
