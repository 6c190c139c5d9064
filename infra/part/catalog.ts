import { RemovalPolicy } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { Deployment } from '../setting/deployment';

const keys = (partition: string, sort: string) => [
  { attributeName: partition, keyType: 'HASH' },
  { attributeName: sort, keyType: 'RANGE' },
];

const indexes = ['gsi1', 'gsi2'];

/**
 * The catalog: one on-demand table, which is kept when the stack is deleted, but not when its first deployment fails.
 * `expires_at` is in epoch seconds.
 */
export class Catalog extends Construct {
  constructor(scope: Construct, { names, settings }: Deployment) {
    super(scope, 'catalog');
    const attributes = ['pk', 'sk', ...indexes.flatMap((index) => [`${index}pk`, `${index}sk`])];
    const table = new CfnTable(this, 'Table', {
      tableName: names.table,
      billingMode: 'PAY_PER_REQUEST',
      attributeDefinitions: attributes.map((attributeName) => ({ attributeName, attributeType: 'S' })),
      keySchema: keys('pk', 'sk'),
      globalSecondaryIndexes: indexes.map((indexName) => ({
        indexName,
        keySchema: keys(`${indexName}pk`, `${indexName}sk`),
        projection: { projectionType: 'ALL' },
      })),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveSpecification: { attributeName: 'expires_at', enabled: true },
      deletionProtectionEnabled: settings.deletion_protection,
    });
    table.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  }
}
