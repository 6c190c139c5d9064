import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import { AccountRootPrincipal, AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnAlias, CfnKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Deployment } from '../setting/deployment';
import type { Names } from '../setting/names';

/**
 * The key that signs where images come from, kept when the stack is deleted: what it signed can be verified as long as
 * it is there. A later deployment takes it back by the setting `signing_key`. The account's IAM says who administers it
 * and verifies by it; nobody but the one function that signs may sign, administrators included.
 */
export class SigningKey extends Construct {
  constructor(scope: Construct, { names, settings }: Deployment) {
    super(scope, 'signing');
    // The alias goes with the stack, so that the next deploy can make it; the key has no name that could be taken.
    new CfnAlias(this, 'Alias', {
      aliasName: names.signingKey,
      targetKeyId: settings.signing_key ?? this.key(names).attrArn,
    });
  }

  private key(names: Names): CfnKey {
    const key = new CfnKey(this, 'Key', {
      description: `Signs where the images of ${names.deployment} come from`,
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
