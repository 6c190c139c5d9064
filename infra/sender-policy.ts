import { Aws } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';

/** The policy of a queue or topic: these services send to it for this account, and nobody does anything `refused` without TLS. */
export function senderPolicy(target: { arn: string; services: readonly string[]; action: string; refused: string }): PolicyDocument {
  return new PolicyDocument({
    statements: [
      ...(target.services.length === 0 ? [] : [new PolicyStatement({
        principals: target.services.map((service) => new ServicePrincipal(service)),
        actions: [target.action],
        resources: [target.arn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      })]),
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: [target.refused],
        resources: [target.arn],
        conditions: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    ],
  });
}
