import type { Granting } from './form';
import { regionsOf } from '../setting/settings';
import { anywhere, ofNobody } from './form';

/** Questions to the catalog and its indexes. */
export const queryCatalog: Granting = (names) => [
  { actions: ['dynamodb:Query'], resources: [names.tableArn, `${names.tableArn}/index/*`] },
];

/** Reads of the catalog and its indexes. */
export const readCatalog: Granting = (names) => [
  { actions: ['dynamodb:GetItem', 'dynamodb:Query'], resources: [names.tableArn, `${names.tableArn}/index/*`] },
];

/** Reads and writes of the catalog. */
export const writeCatalog: Granting = (names, settings) => [
  ...readCatalog(names, settings),
  { actions: ['dynamodb:PutItem'], resources: [names.tableArn] },
];

/** Removal of waits, reservations, digests and claims of idempotency keys; images and runs are never removed. */
export const removeFromCatalog: Granting = (names) => [
  { actions: ['dynamodb:DeleteItem'], resources: [names.tableArn] },
];

/**
 * Reads of objects under prefixes of the bucket. S3 answers "not there" only to whoever may list the bucket, "denied"
 * otherwise.
 */
export const readObjects =
  (...prefixes: string[]): Granting =>
  (names) => [
    { actions: ['s3:GetObject'], resources: prefixes.map((prefix) => `${names.bucketArn}/${prefix}/*`) },
    { actions: ['s3:ListBucket'], resources: [names.bucketArn] },
  ];

/** Writes of objects under prefixes of the bucket, presigned ones among them. */
export const writeObjects =
  (...prefixes: string[]): Granting =>
  (names) => [{ actions: ['s3:PutObject'], resources: prefixes.map((prefix) => `${names.bucketArn}/${prefix}/*`) }];

/**
 * Secrets that recipes may name: parameters and secrets under the deployment's own path, and, through the two services
 * alone, the account's keys that encrypt them. Which keys, their own policies say.
 */
export const readSecrets: Granting = (names) => [
  { actions: ['ssm:GetParameter'], resources: [anywhere('ssm', `parameter${names.parameter('*')}`)] },
  {
    actions: ['secretsmanager:GetSecretValue'],
    resources: [anywhere('secretsmanager', `secret:${names.parameter('*')}`)],
  },
  {
    actions: ['kms:Decrypt'],
    resources: [anywhere('kms', 'key/*')],
    conditions: {
      StringLike: {
        'kms:ViaService': ['ssm', 'secretsmanager'].map((service) => `${service}.${names.region}.amazonaws.com*`),
      },
    },
  },
];

/** Public parameters that hold base images, and those under the prefixes of the settings. */
export const readBaseParameters: Granting = (_names, settings) => [
  {
    actions: ['ssm:GetParameter'],
    resources: [
      ofNobody('ssm', 'parameter/aws/service/*'),
      ...settings.base_parameter_prefixes.map((prefix) => anywhere('ssm', `parameter${prefix}*`)),
    ],
  },
];

/** What commands wrote while they ran, in every region. */
export const readCommandLog: Granting = (names, settings) => [
  {
    actions: ['logs:FilterLogEvents'],
    resources: regionsOf(settings).flatMap((region) => names.commandLogArns(region)),
  },
];

/**
 * Makes the log groups of commands in the other regions, with tags, and says how long they keep their lines. The one of
 * the home region is made by a stack.
 */
export const makeCommandLogs: Granting = (names, settings) => {
  const resources = regionsOf(settings)
    .filter((region) => region !== names.region)
    .flatMap((region) => names.commandLogArns(region));
  return resources.length === 0
    ? []
    : [{ actions: ['logs:CreateLogGroup', 'logs:TagResource', 'logs:PutRetentionPolicy'], resources }];
};
