import { nameOf } from '../assembly/resource';
import type { PolicyStatement } from '../../kernel/types';
import type { Kind } from './site';

const fault = (message: string): Error => Object.assign(new Error(message), { name: 'UnsupportedTemplate' });

/** Bytes of the JSON of all variables of a function (Lambda developer guide, "Quotas"). */
const LARGEST_ENVIRONMENT = 4096;

export const lambdaFunction: Kind = {
  type: 'AWS::Lambda::Function',
  models: [
    'FunctionName',
    'Code.S3Key',
    'Handler',
    'Role',
    'Environment.Variables',
    'Timeout',
    'MemorySize',
    'LoggingConfig.LogGroup',
    'DeadLetterConfig.TargetArn',
    'Runtime',
  ],
  ignores: {
    'Code.S3Bucket': 'assets are read from the assembly',
    'LoggingConfig.LogFormat': 'lines are kept as the function prints them',
    Architectures: 'bundles are plain JavaScript',
    Description: 'a text',
    TracingConfig: 'nothing is traced',
    Tags: 'nothing decides by tags of functions',
  },
  identify(resource, { accountId, region }) {
    const name = nameOf(resource, 'FunctionName');
    return { ref: name, attributes: { Arn: `arn:aws:lambda:${region}:${accountId}:function:${name}` } };
  },
  create({ stack, logicalId, identity, properties }, { lambda, roles, logs, region }) {
    if (!/^nodejs/.test(properties.Runtime))
      throw fault(`${logicalId}: local mode runs nodejs functions, not ${properties.Runtime}.`);
    const folder = stack.assets.get(properties.Code.S3Key);
    if (!folder) throw fault(`${logicalId}: the assembly has no asset ${properties.Code.S3Key}.`);
    const roleName = properties.Role.split('/').pop()!;
    roles.requireTrust(roleName, 'lambda.amazonaws.com', identity.attributes.Arn!);
    const logGroup = properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${identity.ref}`;
    if (!logs.group(region, logGroup)) logs.define(region, logGroup);
    const environment = Object.fromEntries(
      Object.entries(properties.Environment?.Variables ?? {}).map(([name, value]) => [name, String(value)]),
    );
    const measured = JSON.stringify(environment);
    if (Buffer.byteLength(measured) > LARGEST_ENVIRONMENT) {
      throw fault(
        `${logicalId}: Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: ${measured}`,
      );
    }
    const defined = lambda.define({
      name: identity.ref,
      arn: identity.attributes.Arn!,
      roleName,
      handler: properties.Handler,
      folder,
      environment,
      timeoutSeconds: properties.Timeout ?? 3,
      memoryMegabytes: properties.MemorySize ?? 128,
      logGroup,
    });
    defined.async.deadLetter = properties.DeadLetterConfig?.TargetArn;
  },
};

export const permission: Kind = {
  type: 'AWS::Lambda::Permission',
  models: ['Action', 'FunctionName', 'Principal', 'SourceArn', 'SourceAccount'],
  identify: ({ logicalId }) => ({ ref: logicalId, attributes: {} }),
  create({ logicalId, properties }, { lambda }) {
    const found = lambda.find(properties.FunctionName);
    if (!found) throw fault(`${logicalId}: there is no function ${properties.FunctionName}.`);
    const condition = {
      ...(properties.SourceArn ? { ArnLike: { 'aws:SourceArn': properties.SourceArn } } : {}),
      ...(properties.SourceAccount ? { StringEquals: { 'aws:SourceAccount': properties.SourceAccount } } : {}),
    };
    const statement = {
      Effect: 'Allow',
      Principal: { Service: properties.Principal },
      Action: properties.Action,
      Resource: found.arn,
      Condition: condition,
    };
    (found.permissions.Statement as PolicyStatement[]).push(statement as PolicyStatement);
  },
};

export const eventInvokeConfig: Kind = {
  type: 'AWS::Lambda::EventInvokeConfig',
  models: [
    'FunctionName',
    'Qualifier',
    'MaximumRetryAttempts',
    'MaximumEventAgeInSeconds',
    'DestinationConfig.OnFailure.Destination',
    'DestinationConfig.OnSuccess.Destination',
  ],
  identify: ({ logicalId }) => ({ ref: logicalId, attributes: {} }),
  create({ logicalId, properties }, { lambda }) {
    const found = lambda.find(properties.FunctionName);
    if (!found) throw fault(`${logicalId}: there is no function ${properties.FunctionName}.`);
    found.async.maximumRetries = properties.MaximumRetryAttempts ?? 2;
    found.async.maximumAgeSeconds = properties.MaximumEventAgeInSeconds ?? 6 * 3600;
    found.async.onFailure = properties.DestinationConfig?.OnFailure?.Destination;
    found.async.onSuccess = properties.DestinationConfig?.OnSuccess?.Destination;
  },
};
