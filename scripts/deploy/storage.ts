import { actionsOf, named, plain, type Need } from './need';

const topics = named('sns', 'spawn-*');
const queues = named('sqs', 'spawn-*');
const topicPolicy = ['sns:GetTopicAttributes', 'sns:SetTopicAttributes'];
const queuePolicy = ['sqs:GetQueueAttributes', 'sqs:SetQueueAttributes'];

/** The table, the bucket, keys, logs, parameters, topics, queues and alarms. */
export const storage: Readonly<Record<string, Need>> = {
  'AWS::DynamoDB::Table': {
    actions: actionsOf(
      'dynamodb',
      'CreateTable DeleteTable DescribeContributorInsights DescribeKinesisStreamingDestination DescribeTable ListTagsOfResource TagResource UntagResource UpdateTable',
    ),
    properties: {
      ...plain(
        'AttributeDefinitions',
        'BillingMode',
        'DeletionProtectionEnabled',
        'GlobalSecondaryIndexes',
        'KeySchema',
        'TableName',
      ),
      PointInTimeRecoverySpecification: actionsOf('dynamodb', 'DescribeContinuousBackups UpdateContinuousBackups'),
      TimeToLiveSpecification: actionsOf('dynamodb', 'DescribeTimeToLive UpdateTimeToLive'),
    },
    on: named('dynamodb', 'table/spawn-*'),
    name: 'TableName',
  },
  'AWS::S3::Bucket': {
    actions: actionsOf(
      's3',
      'CreateBucket DeleteBucket GetBucket* GetAccelerateConfiguration GetAnalyticsConfiguration GetEncryptionConfiguration GetIntelligentTieringConfiguration GetInventoryConfiguration GetLifecycleConfiguration GetMetricsConfiguration GetReplicationConfiguration ListBucket PutBucketTagging',
    ),
    properties: {
      ...plain('BucketName'),
      BucketEncryption: ['s3:PutEncryptionConfiguration'],
      LifecycleConfiguration: ['s3:PutLifecycleConfiguration'],
      NotificationConfiguration: ['s3:PutBucketNotification'],
      OwnershipControls: ['s3:PutBucketOwnershipControls'],
      PublicAccessBlockConfiguration: ['s3:PutBucketPublicAccessBlock'],
      VersioningConfiguration: ['s3:PutBucketVersioning'],
    },
    on: ['arn:aws:s3:::spawn-*'],
    name: 'BucketName',
  },
  'AWS::S3::BucketPolicy': {
    actions: actionsOf('s3', 'DeleteBucketPolicy GetBucketPolicy PutBucketPolicy'),
    properties: plain('Bucket', 'PolicyDocument'),
    on: ['arn:aws:s3:::spawn-*'],
  },
  'AWS::KMS::Key': {
    // A new key has no name, so its policy is what protects it.
    actions: actionsOf(
      'kms',
      'CreateKey DescribeKey GetKeyPolicy GetKeyRotationStatus ListResourceTags PutKeyPolicy ScheduleKeyDeletion TagResource UntagResource UpdateKeyDescription',
    ),
    properties: plain('Description', 'KeyPolicy', 'KeySpec', 'KeyUsage', 'PendingWindowInDays'),
    on: ['*'],
  },
  'AWS::KMS::Alias': {
    // Authorized on the alias and on its key.
    actions: actionsOf('kms', 'CreateAlias DeleteAlias ListAliases UpdateAlias'),
    properties: plain('AliasName', 'TargetKeyId'),
    on: ['*'],
  },
  'AWS::Logs::LogGroup': {
    actions: actionsOf(
      'logs',
      'CreateLogGroup DeleteLogGroup GetDataProtectionPolicy ListTagsForResource TagResource UntagResource',
    ),
    properties: {
      ...plain('LogGroupName'),
      RetentionInDays: actionsOf('logs', 'DeleteRetentionPolicy PutRetentionPolicy'),
    },
    on: named('logs', 'log-group:/spawn/*', 'log-group:/aws/*/spawn-*'),
    name: 'LogGroupName',
  },
  'AWS::SSM::Parameter': {
    actions: actionsOf('ssm', 'AddTagsToResource DeleteParameter GetParameters PutParameter RemoveTagsFromResource'),
    properties: plain('Description', 'Name', 'Type', 'Value'),
    on: named('ssm', 'parameter/spawn/*'),
    name: 'Name',
  },
  'AWS::SNS::Topic': {
    actions: actionsOf(
      'sns',
      'CreateTopic DeleteTopic GetDataProtectionPolicy GetTopicAttributes ListSubscriptionsByTopic ListTagsForResource SetTopicAttributes TagResource UntagResource',
    ),
    properties: plain('TopicName'),
    on: topics,
    name: 'TopicName',
  },
  'AWS::SNS::TopicPolicy': { actions: topicPolicy, properties: plain('PolicyDocument', 'Topics'), on: topics },
  'AWS::SNS::Subscription': {
    actions: actionsOf('sns', 'GetSubscriptionAttributes Subscribe Unsubscribe'),
    properties: plain('Endpoint', 'Protocol', 'TopicArn'),
    on: topics,
  },
  'AWS::SQS::Queue': {
    actions: actionsOf(
      'sqs',
      'CreateQueue DeleteQueue GetQueueAttributes GetQueueUrl ListQueueTags SetQueueAttributes TagQueue UntagQueue',
    ),
    properties: plain('MessageRetentionPeriod', 'QueueName', 'SqsManagedSseEnabled'),
    on: queues,
    name: 'QueueName',
  },
  'AWS::SQS::QueuePolicy': { actions: queuePolicy, properties: plain('PolicyDocument', 'Queues'), on: queues },
  'AWS::CloudWatch::Alarm': {
    actions: actionsOf(
      'cloudwatch',
      'DeleteAlarms DescribeAlarms ListTagsForResource PutMetricAlarm TagResource UntagResource',
    ),
    properties: plain(
      'AlarmActions',
      'AlarmDescription',
      'AlarmName',
      'ComparisonOperator',
      'Dimensions',
      'EvaluationPeriods',
      'MetricName',
      'Namespace',
      'Period',
      'Statistic',
      'Threshold',
      'TreatMissingData',
      'WarmUpConfiguration',
    ),
    on: named('cloudwatch', 'alarm:spawn-*'),
    name: 'AlarmName',
  },
};
