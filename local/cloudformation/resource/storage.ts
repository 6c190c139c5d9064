import { nameOf } from '../assembly/resource';
import type { Kind } from './site';

const tableIdentity: Kind['identify'] = (resource, { dynamodb }) => {
  const name = nameOf(resource, 'TableName');
  return { ref: name, attributes: { Arn: dynamodb.arn(name) } };
};
const createTable: Kind['create'] = ({ identity, properties }, { dynamodb }) => {
  const { AttributeName, Enabled } = properties.TimeToLiveSpecification ?? {};
  return dynamodb.define({
    name: identity.ref,
    keySchema: properties.KeySchema,
    attributes: properties.AttributeDefinitions,
    indexes: (properties.GlobalSecondaryIndexes ?? []).map(({ IndexName, KeySchema, Projection }: any) => ({
      IndexName,
      KeySchema,
      Projection,
    })),
    expiryAttribute: Enabled ? AttributeName : undefined,
  });
};
const TABLE = [
  'TableName',
  'KeySchema',
  'AttributeDefinitions',
  'GlobalSecondaryIndexes',
  'TimeToLiveSpecification',
  'BillingMode',
];
const TABLE_IGNORED = {
  PointInTimeRecoverySpecification: 'the table ends with the process',
  DeletionProtectionEnabled: 'nothing deletes the table',
  SSESpecification: 'memory is not encrypted',
  Tags: 'nothing decides by tags of tables',
};

export const table: Kind = {
  type: 'AWS::DynamoDB::Table',
  models: TABLE,
  ignores: TABLE_IGNORED,
  identify: tableIdentity,
  create: createTable,
};

export const globalTable: Kind = {
  type: 'AWS::DynamoDB::GlobalTable',
  models: [...TABLE, 'Replicas.Region'],
  ignores: {
    ...TABLE_IGNORED,
    'Replicas.PointInTimeRecoverySpecification': 'the table ends with the process',
    'Replicas.DeletionProtectionEnabled': 'nothing deletes the table',
  },
  identify: tableIdentity,
  create: createTable,
};

export const bucket: Kind = {
  type: 'AWS::S3::Bucket',
  models: [
    'BucketName',
    'NotificationConfiguration.EventBridgeConfiguration',
    'LifecycleConfiguration.Rules.ExpirationInDays',
    'LifecycleConfiguration.Rules.Prefix',
    'LifecycleConfiguration.Rules.Status',
    'LifecycleConfiguration.Rules.Id',
  ],
  ignores: {
    'LifecycleConfiguration.Rules.NoncurrentVersionExpiration': 'only the newest version of an object is kept',
    'LifecycleConfiguration.Rules.AbortIncompleteMultipartUpload': 'uploads come in one part',
    VersioningConfiguration: 'only the newest version of an object is kept; requests for versions are refused',
    BucketEncryption: 'memory is not encrypted',
    OwnershipControls: 'there are no access control lists',
    PublicAccessBlockConfiguration: 'nothing is public',
    Tags: 'nothing decides by tags of buckets',
  },
  identify(resource, { region }) {
    const name = nameOf(resource, 'BucketName').toLowerCase();
    return {
      ref: name,
      attributes: {
        Arn: `arn:aws:s3:::${name}`,
        DomainName: `${name}.s3.amazonaws.com`,
        RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
      },
    };
  },
  create({ identity, properties }, { s3 }) {
    const rules: Record<string, any>[] = properties.LifecycleConfiguration?.Rules ?? [];
    const expirations = rules
      .filter((rule) => rule.Status === 'Enabled' && rule.ExpirationInDays !== undefined)
      .map((rule) => ({ prefix: rule.Prefix ?? '', days: Number(rule.ExpirationInDays) }));
    const eventBridge = properties.NotificationConfiguration?.EventBridgeConfiguration !== undefined;
    s3.define({ name: identity.ref, eventBridge, expirations, objects: new Map() });
  },
};

export const bucketPolicy: Kind = {
  type: 'AWS::S3::BucketPolicy',
  models: ['Bucket', 'PolicyDocument'],
  identify: ({ logicalId }) => ({ ref: logicalId, attributes: {} }),
  create({ properties }, { s3 }) {
    const found = s3.bucket(properties.Bucket);
    if (found) found.policy = properties.PolicyDocument;
  },
};

export const logGroup: Kind = {
  type: 'AWS::Logs::LogGroup',
  models: ['LogGroupName', 'RetentionInDays'],
  ignores: {
    KmsKeyId: 'memory is not encrypted',
    LogGroupClass: 'one class is like the other here',
    Tags: 'nothing decides by tags of log groups',
  },
  identify(resource, { accountId, region }) {
    const name = nameOf(resource, 'LogGroupName');
    return { ref: name, attributes: { Arn: `arn:aws:logs:${region}:${accountId}:log-group:${name}:*` } };
  },
  create({ identity, properties }, { logs, region }) {
    logs.define(region, identity.ref, properties.RetentionInDays);
  },
};

export const parameter: Kind = {
  type: 'AWS::SSM::Parameter',
  models: ['Name', 'Type', 'Value'],
  ignores: {
    Description: 'a text',
    Tags: 'nothing decides by tags of parameters',
    Tier: 'one tier is like the other here',
  },
  identify: (resource) => ({
    ref: nameOf(resource, 'Name'),
    attributes: { Type: 'String', Value: String(resource.property('Value')) },
  }),
  create: ({ identity, properties }, { putParameter }) => putParameter(identity.ref, properties.Value),
};
