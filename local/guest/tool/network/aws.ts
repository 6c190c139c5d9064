import { isPublicHost, notInFixtures } from '../../package/fixtures';
import { type Tool, failure, notModeled, success } from '../../process/tool';
import type { Outcome } from '../../process/outcome';

/** `git --version`; there is no repository that can be reached. */
const git: Tool = (call): Outcome => {
  const [verb, ...args] = call.args;
  if (verb === '--version' || verb === 'version') return success('git version 2.40.1\n');
  if (verb === 'config') {
    const [key = '', value] = args.filter((argument) => !argument.startsWith('-'));
    if (value === undefined) return notModeled(call, 'reading the configuration');
    call.files.append(`${call.environment.HOME ?? '/root'}/.gitconfig`, `${key} = ${value}\n`);
    return success();
  }
  if (verb !== 'clone') return notModeled(call, verb ?? 'running it without a command');
  const address = args.find((argument) => !argument.startsWith('-')) ?? '';
  const host = /^(?:\w+:\/\/|\w+@)([^/:]+)/.exec(address)?.[1];
  if (host === undefined) return failure(`fatal: repository '${address}' does not exist`, 128);
  const reason = call.system.host.online() && isPublicHost(host) ? notInFixtures(address) : '';
  return failure(`fatal: unable to access '${address}': Could not resolve host: ${host}\n${reason}`, 128);
};

/** `aws sts get-caller-identity` and `aws ec2 create-tags`, as the role of the instance. */
const aws: Tool = async (call): Promise<Outcome> => {
  const { facts, options } = call.system;
  const [service, action, ...args] = call.args;
  if (service === '--version') return success('aws-cli/2.15.30 Python/3.9.16\n');
  if (facts.roleName === undefined)
    return failure('\nUnable to locate credentials. You can configure credentials by running "aws configure".', 255);
  if (service === 'sts' && action === 'get-caller-identity') {
    return success(
      `${JSON.stringify({ UserId: `AROASIMULATED:${facts.instanceId}`, Account: facts.accountId, Arn: `arn:aws:sts::${facts.accountId}:assumed-role/${facts.roleName}/${facts.instanceId}` }, null, 4)}\n`,
    );
  }
  if (service !== 'ec2' || action !== 'create-tags' || options.createTags === undefined)
    return notModeled(call, `${service ?? ''} ${action ?? ''}`.trim());
  const lists: Record<string, string[]> = { resources: [], tags: [] };
  let current = '';
  for (const argument of args) {
    if (argument.startsWith('--')) current = argument.slice(2);
    else if (lists[current] !== undefined) lists[current]?.push(argument);
    else if (current !== 'region' && current !== 'output' && current !== 'profile')
      return notModeled(call, `option --${current}`);
  }
  const tags = (lists.tags ?? []).map((tag) => /^Key=([^,]+),Value=(.*)$/.exec(tag));
  if (tags.length === 0 || tags.includes(null) || (lists.resources ?? []).length === 0)
    return failure('aws: error: the following arguments are required: --resources, --tags Key=…,Value=…', 252);
  const sent = options.createTags(
    facts,
    lists.resources ?? [],
    Object.fromEntries(tags.map((tag) => [tag?.[1], tag?.[2]])),
  );
  const refused = (error: Error) =>
    failure(`\nAn error occurred (${error.name}) when calling the CreateTags operation: ${error.message}`, 254);
  return (
    (await call.process.task.waitFor(
      sent.then(() => success(), refused),
      call.signal,
    )) ?? failure('', 143)
  );
};

export const awsTools: Record<string, Tool> = { git, aws };
