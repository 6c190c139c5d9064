import { distribution } from '../../process/system';
import { failure, notModeled, success, type Tool } from '../../process/tool';

/** Where the agent keeps who it is; an image that carries it makes its copies answer as the builder. */
const registrationPath = '/var/lib/amazon/ssm/Vault/Store/RegistrationKey';

/**
 * Simulated seconds from boot to registered. The agent of Ubuntu is a snap, whose daemon comes up long after the
 * system.
 */
const registration = { amzn: [5, 240], ubuntu: [30, 360], debian: [5, 60] } as const;

/** `amazon-ssm-agent`: registers after the guest's latency, then runs until something ends it. */
const agent: Tool = async (call) => {
  const { system, files } = call;
  const [least, most] = system.options.agentSeconds ?? registration[distribution(files)];
  await call.spend(least + system.host.random() * (most - least));
  if (call.signal.aborted) return failure('', 143);
  files.write(registrationPath, JSON.stringify({ instanceID: system.facts.instanceId, region: system.facts.region }), {
    mode: 0o600,
  });
  files.write(`/var/lib/amazon/ssm/${system.facts.instanceId}/document/orchestration/.keep`, '');
  files.append(
    '/var/log/amazon/ssm/amazon-ssm-agent.log',
    `${new Date(files.now()).toISOString()} INFO [amazon-ssm-agent] Registered ${system.facts.instanceId}\n`,
  );
  system.isAgentRunning = true;
  system.host.agentChanged(true);
  await call.process.task.hang(call.signal);
  system.isAgentRunning = false;
  system.host.agentChanged(false);
  return failure('', 143);
};

/**
 * `ssm-cli get-instance-information`: what the metadata service knows of the instance. It asks no agent and answers
 * before one has registered (amazon-ssm-agent, agent/ssm-cli).
 */
const ssmCli: Tool = (call) => {
  if (call.args[0] !== 'get-instance-information')
    return failure(`ssm-cli: ${call.args[0] ?? 'no command'} is not modeled by this simulation`, 255);
  const { facts } = call.system;
  return success(
    `${JSON.stringify({ 'instance-id': facts.instanceId, region: facts.region, 'release-version': '3.3.1957.0' })}\n`,
  );
};

/** A server that comes with a package: it runs until something ends it. */
const daemon: Tool = async (call) => {
  if (call.args.length > 1) return notModeled(call, `${call.args[0]} with arguments`);
  await call.process.task.hang(call.signal);
  return failure('', 143);
};

export const agentTools: Record<string, Tool> = {
  'amazon-ssm-agent': agent,
  'ssm-cli': ssmCli,
  'simulated-daemon': daemon,
};
