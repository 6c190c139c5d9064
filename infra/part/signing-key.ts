import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import { AccountRootPrincipal, AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnAlias, CfnKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Deployment } from '../setting/deployment';
import type { Names } from '../setting/names';

/**
 * The key that signs provenance. It is kept when the stack is deleted, so that its signatures can still be verified;
 * the setting `signing_key` gives it to a later deployment. The account's IAM policies allow administration and
 * verification. Only the signing function may sign, not even administrators.
 */
export class SigningKey extends Construct {
  constructor(scope: Construct, { names, settings }: Deployment) {
    super(scope, 'signing');
    // The alias is deleted with the stack, so that the next deployment can create it. The key has no name that could
    // conflict.
    new CfnAlias(this, 'Alias', {
      aliasName: names.signingKey,
      targetKeyId: settings.signing_key ?? this.key(names).attrArn,
    });
  }

  private key(names: Names): CfnKey {
    const key = new CfnKey(this, 'Key', {
      description: `Signs the provenance of images of ${names.deployment}`,
      keySpec: 'ECC_NIST_P256',
      keyUsage: 'SIGN_VERIFY',
      pendingWindowInDays: 30,
      keyPolicy: new PolicyDocument({
        statements: [
          new PolicyStatement({
            effect: Effect.ALLOW,
            principals: [new AccountRootPrincipal()],
            actions: ['kms:*'],
            resources: ['*'],
          }),
          new PolicyStatement({
            effect: Effect.DENY,
            principals: [new AnyPrincipal()],
            actions: ['kms:Sign'],
            resources: ['*'],
            conditions: {
              ArnNotEquals: {
                'aws:PrincipalArn': `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/${names.global('sign-provenance')}`,
              },
            },
          }),
        ],
      }),
    });
    key.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    return key;
  }
}
