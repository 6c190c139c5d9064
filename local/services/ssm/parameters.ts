import { has } from '../../kernel/facts';
import { draw } from '../ec2/state/latencies';
import { publicParameters } from '../../fixtures/base-images';
import { page } from '../../kernel/service';
import { AwsError, type Call, type ConditionContext } from '../../kernel/types';
import type { SsmRegion, SsmSimulation, StoredParameter } from './model';

/** Returns the parameters of a region at its beginning: the vendors' public ones. */
export function initialParameters(region: string): Map<string, StoredParameter> {
  return new Map(
    publicParameters(region).map((parameter) => [
      parameter.name,
      { ...parameter, type: 'String', dataType: 'aws:ec2:image', public: true },
    ]),
  );
}

/**
 * Returns one parameter by name, or `name:version` with the version that it has. Throws `ParameterNotFound` and
 * `ParameterVersionNotFound`.
 */
export function getParameter(simulation: SsmSimulation, call: Call): Record<string, any> {
  const region = simulation.region(call.region);
  call.authorize('ssm:GetParameter', arnOf(simulation, region, nameOf(call.input.Name)));
  const found = find(region, call.input.Name);
  if (!found && region.parameters.has(nameOf(call.input.Name))) {
    throw new AwsError(
      'ParameterVersionNotFound',
      `The version of '${call.input.Name}' does not exist; only the newest is kept here.`,
    );
  }
  if (!found) throw new AwsError('ParameterNotFound', `The parameter '${call.input.Name}' does not exist.`);
  return { Parameter: described(simulation, region, found, call) };
}

/** Up to ten parameters; those that do not exist are listed as invalid. */
export function getParameters(simulation: SsmSimulation, call: Call): Record<string, any> {
  const region = simulation.region(call.region);
  const names: string[] = call.input.Names ?? [];
  if (names.length < 1 || names.length > 10)
    throw new AwsError('ValidationException', `Names must hold 1 to 10 names, not ${names.length}.`);
  for (const name of names) call.authorize('ssm:GetParameters', arnOf(simulation, region, nameOf(name)));
  const found = names.map((name) => find(region, name)).filter((parameter) => parameter !== undefined);
  return {
    Parameters: found.map((parameter) => described(simulation, region, parameter, call)),
    InvalidParameters: names.filter((name) => !find(region, name)),
  };
}

/** Returns the parameters below a path, ten a page; those of deeper levels only with Recursive. */
export function getParametersByPath(simulation: SsmSimulation, call: Call): Record<string, any> {
  const region = simulation.region(call.region);
  const { Path: path = '', Recursive, MaxResults = 10, NextToken } = call.input;
  if (!path.startsWith('/')) throw new AwsError('ValidationException', `The path '${path}' must begin with '/'.`);
  if (MaxResults < 1 || MaxResults > 10)
    throw new AwsError('ValidationException', `MaxResults must be 1 to 10, not ${MaxResults}.`);
  const prefix = path.endsWith('/') ? path : `${path}/`;
  call.authorize('ssm:GetParametersByPath', arnOf(simulation, region, path === '/' ? '/' : prefix.slice(0, -1)));
  const rows = [...region.parameters.values()]
    .filter(({ name }) => name.startsWith(prefix) && (Recursive || !name.slice(prefix.length).includes('/')))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const { items, next } = page(rows, MaxResults, NextToken);
  return { Parameters: items.map((parameter) => described(simulation, region, parameter, call)), NextToken: next };
}

/**
 * Creates or (with Overwrite) changes a parameter. Throws `ParameterAlreadyExists`, and `ValidationException` for names
 * that AWS keeps to itself.
 */
export function putParameter(simulation: SsmSimulation, call: Call): Record<string, any> {
  const region = simulation.region(call.region);
  const { Name: name, Value: value, Type, KeyId, DataType, Description, Overwrite, Tags } = call.input;
  const earlier = region.parameters.get(name);
  const tags = Tags === undefined ? undefined : tagsOf(Tags);
  call.authorize('ssm:PutParameter', arnOf(simulation, region, name), {
    'ssm:Overwrite': String(Overwrite === true),
    ...tagContext(undefined, tags),
  });
  if (tags) authorizeTagging(simulation, call, name, tags);
  if (tags && Overwrite && has(simulation.world, 'parameter-tags-only-at-birth'))
    throw new AwsError(
      'ValidationException',
      "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
    );
  if (/^\/?(aws|ssm)/i.test(name))
    throw new AwsError('ValidationException', `The parameter name '${name}' must not begin with aws or ssm.`);
  if (!/^[\w.\-/]{1,1011}$/.test(name))
    throw new AwsError('ValidationException', `The parameter name '${name}' may hold letters, digits and .-_/ only.`);
  if (typeof value !== 'string' || value.length === 0 || value.length > 4096)
    throw new AwsError('ValidationException', `The value of '${name}' must be 1 to 4096 characters.`);
  if (earlier && !Overwrite)
    throw new AwsError(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
  if (!earlier && !Type) throw new AwsError('ValidationException', `A new parameter ('${name}') needs a Type.`);
  const dataType: string = DataType ?? earlier?.dataType ?? 'text';
  if (!['text', 'aws:ec2:image'].includes(dataType))
    throw new AwsError('UnsupportedParameter', `ssm PutParameter.DataType ${dataType} is not simulated.`);
  const write = (): void => {
    const version = (region.parameters.get(name)?.version ?? 0) + 1;
    region.parameters.set(name, {
      name,
      value,
      type: Type ?? earlier?.type,
      keyName: KeyId ?? earlier?.keyName,
      dataType,
      description: Description ?? earlier?.description,
      tags: tags ?? earlier?.tags,
      version,
      changed: simulation.world.clock.now(),
      public: false,
    });
  };
  if (dataType === 'text') write();
  else {
    if (has(simulation.world, 'image-parameter-needs-describe-images')) call.authorize('ec2:DescribeImages', '*');
    validateLater(simulation, region, value, write);
  }
  return { Version: (earlier?.version ?? 0) + 1, Tier: 'Standard' };
}

/**
 * An image id is looked at after the answer; one that is not an available image of the account, or one that it may
 * launch, changes nothing.
 */
function validateLater(simulation: SsmSimulation, region: SsmRegion, value: string, write: () => void): void {
  const { world, ec2, latencies } = simulation;
  if (!has(world, 'image-parameter-is-validated-later')) return write();
  world.clock.after(draw(world.random, latencies.validation), () => {
    if (ec2.imageState(region.name, value) === 'available') write();
  });
}

/** Deletes a parameter; throws ParameterNotFound for one that is not there or that AWS publishes. */
export function deleteParameter(simulation: SsmSimulation, call: Call): Record<string, any> {
  const region = simulation.region(call.region);
  const { Name: name } = call.input;
  const parameter = region.parameters.get(name);
  call.authorize('ssm:DeleteParameter', arnOf(simulation, region, name), tagContext(parameter));
  if (!parameter || parameter.public)
    throw new AwsError('ParameterNotFound', `The parameter '${name}' does not exist.`);
  region.parameters.delete(name);
  return {};
}

/** Returns tags of a request by their key. */
export function tagsOf(tags: readonly { Key: string; Value: string }[]): Map<string, string> {
  return new Map(tags.map(({ Key, Value }) => [Key, Value]));
}

/** Condition keys of a call on a parameter: the tags that it carries, and those that the request brings. */
export function tagContext(
  parameter: StoredParameter | undefined,
  requested: ReadonlyMap<string, string> = new Map(),
): ConditionContext {
  const context: ConditionContext = {};
  for (const [key, value] of parameter?.tags ?? []) context[`aws:ResourceTag/${key}`] = value;
  for (const [key, value] of requested) context[`aws:RequestTag/${key}`] = value;
  if (requested.size > 0) context['aws:TagKeys'] = [...requested.keys()];
  return context;
}

/** Whoever makes a parameter with tags must be allowed to tag it too (API reference, PutParameter, Tags). */
export function authorizeTagging(
  simulation: SsmSimulation,
  call: Call,
  name: string,
  tags: ReadonlyMap<string, string>,
): void {
  const region = simulation.region(call.region);
  call.authorize(
    'ssm:AddTagsToResource',
    arnOf(simulation, region, name),
    tagContext(region.parameters.get(name), tags),
  );
}

/** Public parameters have no account in their ARN. */
export function arnOf({ world }: SsmSimulation, region: SsmRegion, name: string): string {
  const isPublic = name.startsWith('/aws/service/') && has(world, 'public-base-parameters');
  const account = isPublic ? '' : world.accountId;
  return `arn:aws:ssm:${region.name}:${account}:parameter${name.startsWith('/') ? '' : '/'}${name}`;
}

function find(region: SsmRegion, asked: string): StoredParameter | undefined {
  const parameter = region.parameters.get(nameOf(asked));
  const [, version] = asked.split(':');
  return version === undefined || Number(version) === parameter?.version ? parameter : undefined;
}

function nameOf(asked: string): string {
  return asked.split(':')[0] ?? '';
}

function described(
  simulation: SsmSimulation,
  region: SsmRegion,
  parameter: StoredParameter,
  call: Call,
): Record<string, any> {
  const hidden = parameter.type === 'SecureString' && !call.input.WithDecryption;
  if (parameter.keyName && !hidden) {
    simulation.decrypt?.(
      call,
      parameter.keyName,
      'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.',
    );
  }
  return {
    Name: parameter.name,
    Type: parameter.type,
    Value: hidden ? Buffer.from(`encrypted:${parameter.value}`).toString('base64') : parameter.value,
    Version: parameter.version,
    LastModifiedDate: new Date(parameter.changed),
    ARN: arnOf(simulation, region, parameter.name),
    DataType: parameter.dataType,
  };
}
