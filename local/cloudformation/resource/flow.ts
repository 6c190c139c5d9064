import { readFileSync } from 'node:fs';
import type { Resource } from '../assembly/resource';
import { nameOf } from '../assembly/resource';
import type { Principal } from '../../kernel/types';
import type { Kind, Site } from './site';

export const stateMachine: Kind = {
  type: 'AWS::StepFunctions::StateMachine',
  models: [
    'StateMachineName',
    'DefinitionString',
    'DefinitionS3Location.Key',
    'DefinitionSubstitutions',
    'RoleArn',
    'StateMachineType',
  ],
  ignores: {
    'DefinitionS3Location.Bucket': 'assets are read from the assembly',
    LoggingConfiguration: 'the history is kept, no log is written',
    TracingConfiguration: 'nothing is traced',
    Tags: 'nothing decides by tags of state machines',
  },
  identify(resource, { accountId, region }) {
    const name = nameOf(resource, 'StateMachineName');
    const arn = `arn:aws:states:${region}:${accountId}:stateMachine:${name}`;
    return { ref: arn, attributes: { Arn: arn, Name: name } };
  },
  create(resource, { roles, defineMachine }) {
    const { identity, properties } = resource;
    roles.requireTrust(properties.RoleArn.split('/').pop(), 'states.amazonaws.com', identity.ref);
    defineMachine({
      name: identity.attributes.Name!,
      arn: identity.ref,
      roleArn: properties.RoleArn,
      definition: definitionOf(resource),
      type: properties.StateMachineType ?? 'STANDARD',
    });
  },
};

/** The definition with its substitutions put in; a placeholder without one stays as it is, as in CloudFormation. */
function definitionOf({ stack, properties }: Resource): string {
  const text: string =
    properties.DefinitionString ?? readFileSync(stack.assets.get(properties.DefinitionS3Location.Key)!, 'utf8');
  const values: Record<string, string> = properties.DefinitionSubstitutions ?? {};
  return text.replace(/\$\{([A-Za-z0-9_]+)\}/g, (whole, name: string) =>
    name in values ? JSON.stringify(String(values[name])).slice(1, -1) : whole,
  );
}

/** A role that the service may assume for this resource, as a session. */
function assumed(
  { roles }: Site,
  roleArn: string | undefined,
  service: string,
  sourceArn: string,
): Principal | undefined {
  if (roleArn === undefined) return undefined;
  const name = roleArn.split('/').pop()!;
  roles.requireTrust(name, service, sourceArn);
  return roles.session(name, sourceArn.split(/[/:]/).pop()!);
}

export const rule: Kind = {
  type: 'AWS::Events::Rule',
  everywhere: true,
  models: [
    'Name',
    'State',
    'EventPattern',
    'ScheduleExpression',
    'Targets.Id',
    'Targets.Arn',
    'Targets.RoleArn',
    'Targets.Input',
    'Targets.InputPath',
    'Targets.InputTransformer',
    'Targets.DeadLetterConfig.Arn',
  ],
  ignores: { Description: 'a text', 'Targets.RetryPolicy': 'what fails once goes to the dead letters at once' },
  identify(resource, { accountId, region }) {
    const name = nameOf(resource, 'Name');
    return { ref: name, attributes: { Arn: `arn:aws:events:${region}:${accountId}:rule/${name}` } };
  },
  create({ identity, properties }, site) {
    const arn = identity.attributes.Arn!;
    const targets = (properties.Targets ?? []).map((target: Record<string, any>) => ({
      arn: target.Arn,
      role: assumed(site, target.RoleArn, 'events.amazonaws.com', arn),
      deadLetterArn: target.DeadLetterConfig?.Arn,
      Input: target.Input,
      InputPath: target.InputPath,
      InputTransformer: target.InputTransformer,
    }));
    site.bus.define({
      name: identity.ref,
      arn,
      region: site.region,
      enabled: (properties.State ?? 'ENABLED') === 'ENABLED',
      pattern: properties.EventPattern,
      schedule: properties.ScheduleExpression,
      targets,
    });
  },
};

export const scheduleGroup: Kind = {
  type: 'AWS::Scheduler::ScheduleGroup',
  models: ['Name'],
  ignores: { Tags: 'nothing decides by tags of groups' },
  identify(resource, { accountId, region }) {
    const name = nameOf(resource, 'Name');
    return { ref: name, attributes: { Arn: `arn:aws:scheduler:${region}:${accountId}:schedule-group/${name}` } };
  },
  create: ({ identity }, { scheduler }) => scheduler.defineGroup(identity.ref),
};

export const schedule: Kind = {
  type: 'AWS::Scheduler::Schedule',
  models: [
    'Name',
    'GroupName',
    'ScheduleExpression',
    'ScheduleExpressionTimezone',
    'State',
    'Target.Arn',
    'Target.RoleArn',
    'Target.Input',
    'Target.DeadLetterConfig',
    'FlexibleTimeWindow.Mode',
  ],
  ignores: { Description: 'a text', 'Target.RetryPolicy': 'what fails once goes to the dead letters at once' },
  identify(resource, { accountId, region }) {
    const name = nameOf(resource, 'Name');
    return {
      ref: name,
      attributes: {
        Arn: `arn:aws:scheduler:${region}:${accountId}:schedule/${resource.property('GroupName') ?? 'default'}/${name}`,
      },
    };
  },
  create({ identity, properties: { Description: _text, ...properties } }, site) {
    assumed(site, properties.Target.RoleArn, 'scheduler.amazonaws.com', identity.attributes.Arn!);
    site.scheduler.define({ ...properties, Name: identity.ref });
  },
};
