import { RemovalPolicy } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnBucket, CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Deployment } from '../setting/deployment';

const expiring = (prefix: string, days: number): CfnBucket.RuleProperty => ({
  id: `${days === 1 ? 'one-day' : `${days}-days`}-${prefix.slice(0, -1)}`,
  status: 'Enabled',
  prefix,
  expirationInDays: days,
  noncurrentVersionExpiration: { noncurrentDays: 1 },
});

const oldVersions: CfnBucket.RuleProperty = {
  id: 'old-versions',
  status: 'Enabled',
  noncurrentVersionExpiration: { noncurrentDays: 30 },
  abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
};

/**
 * The bucket for request files and the artifacts of builds: encrypted, private, TLS only, with events on the default
 * bus. All versions of readiness marks and script environments (which hold secrets) expire after a day, plans of
 * cleanups after 30 days.
 */
export class Artifacts extends Construct {
  constructor(scope: Construct, { names }: Deployment) {
    super(scope, 'artifacts');
    const bucket = new CfnBucket(this, 'Bucket', {
      bucketName: names.bucket,
      bucketEncryption: {
        serverSideEncryptionConfiguration: [{ serverSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
      },
      publicAccessBlockConfiguration: {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      ownershipControls: { rules: [{ objectOwnership: 'BucketOwnerEnforced' }] },
      versioningConfiguration: { status: 'Enabled' },
      notificationConfiguration: { eventBridgeConfiguration: { eventBridgeEnabled: true } },
      lifecycleConfiguration: {
        rules: [expiring('ready/', 1), expiring('environment/', 1), expiring('plans/', 30), oldVersions],
      },
    });
    bucket.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    new CfnBucketPolicy(this, 'TlsOnly', {
      bucket: bucket.ref,
      policyDocument: new PolicyDocument({
        statements: [
          new PolicyStatement({
            effect: Effect.DENY,
            principals: [new AnyPrincipal()],
            actions: ['s3:*'],
            resources: [bucket.attrArn, `${bucket.attrArn}/*`],
            conditions: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ],
      }),
    });
  }
}
