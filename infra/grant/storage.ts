import type { Granting } from './form';
import { regionsOf } from '../setting/settings';
import { anywhere, ofNobody } from './form';

/** Queries the catalog and its indexes. */
export const queryCatalog: Granting = (names) => [
  { actions: ['dynamodb:Query'], resources: [names.tableArn, `${names.tableArn}/index/*`] },
];

/** Reads the catalog and its indexes. */
export const readCatalog: Granting = (names) => [
  { actions: ['dynamodb:GetItem', 'dynamodb:Query'], resources: [names.tableArn, `${names.tableArn}/index/*`] },
];

/** Reads and writes the catalog. */
export const writeCatalog: Granting = (names, settings) => [
  ...readCatalog(names, settings),
  { actions: ['dynamodb:PutItem'], resources: [names.tableArn] },
];

/** Removes waits, reservations, digests and claims of Idempotency-Keys. Images and runs are never removed. */
export const removeFromCatalog: Granting = (names) => [
  { actions: ['dynamodb:DeleteItem'], resources: [names.tableArn] },
];

/**
 * Reads objects under prefixes of the bucket. For a missing object, S3 answers "not found" only with the permission to
 * list the bucket, and "denied" otherwise.
 */
export const readObjects =
  (...prefixes: string[]): Granting =>
  (names) => [
    { actions: ['s3:GetObject'], resources: prefixes.map((prefix) => `${names.bucketArn}/${prefix}/*`) },
    { actions: ['s3:ListBucket'], resources: [names.bucketArn] },
  ];

/** Writes objects under prefixes of the bucket, also by presigned URLs. */
export const writeObjects =
  (...prefixes: string[]): Granting =>
  (names) => [{ actions: ['s3:PutObject'], resources: prefixes.map((prefix) => `${names.bucketArn}/${prefix}/*`) }];

/**
 * Reads secrets that recipes may name: parameters and secrets under the deployment's path and, only through these
 * services, the account's keys. The keys' own policies decide which.
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

/** Reads public parameters of base images, and parameters under the prefixes of the settings. */
export const readBaseParameters: Granting = (_names, settings) => [
  {
    actions: ['ssm:GetParameter'],
    resources: [
      ofNobody('ssm', 'parameter/aws/service/*'),
      ...settings.base_parameter_prefixes.map((prefix) => anywhere('ssm', `parameter${prefix}*`)),
    ],
  },
];

/** Reads the output of commands in every region. */
export const readCommandLog: Granting = (names, settings) => [
  {
    actions: ['logs:FilterLogEvents'],
    resources: regionsOf(settings).flatMap((region) => names.commandLogArns(region)),
  },
];

/**
 * Creates the log groups of commands in other regions with tags and retention. The stack creates the group of the home
 * region.
 */
export const makeCommandLogs: Granting = (names, settings) => {
  const resources = regionsOf(settings)
    .filter((region) => region !== names.region)
    .flatMap((region) => names.commandLogArns(region));
  return resources.length === 0
    ? []
    : [{ actions: ['logs:CreateLogGroup', 'logs:TagResource', 'logs:PutRetentionPolicy'], resources }];
};
