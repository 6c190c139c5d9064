import { CfnEventInvokeConfig, CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { observeItself } from '../grant/flow';
import { policyOf } from '../grant/form';
import { codeFolder } from './expected';
import type { FunctionName } from './table';
import { functions, grantsOf } from './table';
import type { Deployment } from '../setting/deployment';
import { variablesOf } from './variables';
import { trustOf } from '../role/service';

/**
 * One handler as a Lambda function with its own role and log group, and a destination for failures if it is invoked
 * asynchronously.
 */
export class Handler extends Construct {
  readonly function: CfnFunction;

  constructor(
    scope: Construct,
    readonly name: FunctionName,
    deployment: Deployment,
  ) {
    super(scope, name);
    const { names, settings } = deployment;
    const row = functions[name];
    const log = new CfnLogGroup(this, 'Log', {
      logGroupName: `/aws/lambda/${names.prefixed(name)}`,
      retentionInDays: settings.log_retention_days,
    });
    const role = new CfnRole(this, 'Role', {
      roleName: names.global(name),
      assumeRolePolicyDocument: trustOf('lambda.amazonaws.com'),
      policies: [
        {
          policyName: 'row',
          policyDocument: policyOf(
            [...grantsOf(name), observeItself(name)].flatMap((granting) => granting(names, settings)),
          ),
        },
      ],
    });
    const code = new Asset(this, 'Code', { path: codeFolder(name, deployment), exclude: ['*.map'] });
    this.function = new CfnFunction(this, 'Function', {
      functionName: names.prefixed(name),
      runtime: 'nodejs24.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      code: { s3Bucket: code.s3BucketName, s3Key: code.s3ObjectKey },
      role: role.attrArn,
      timeout: row.timeoutSeconds,
      memorySize: row.memoryMb,
      environment: { variables: variablesOf(this, name, deployment) },
      tracingConfig: { mode: 'Active' },
      loggingConfig: { logGroup: log.ref },
    });
    if (row.asynchronous) {
      new CfnEventInvokeConfig(this, 'OnFailure', {
        functionName: this.function.ref,
        qualifier: '$LATEST',
        maximumRetryAttempts: 2,
        maximumEventAgeInSeconds: 3600,
        destinationConfig: { onFailure: { destination: names.deadLettersArn } },
      });
    }
  }
}
