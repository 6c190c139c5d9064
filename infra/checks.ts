import type { App, IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

/** The accepted findings of cdk-nag's AWS solution checks: the rule, which of its findings, and the reason. */
export const acknowledged: readonly { readonly finding: RegExp; readonly reason: string }[] = [
  {
    finding: /^AwsSolutions-IAM5\[Resource::\*\]$/,
    reason: 'The actions know no resource type; a test of ours compares each with AWS’s authorization data',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::arn:.+\]$/,
    reason: 'Ids are known at run time only; the ARN is bounded by a name of the deployment, or by conditions on tags',
  },
  {
    finding: /^AwsSolutions-S1$/,
    reason:
      'Only the functions of the deployment and presigned requests reach the bucket; CloudTrail’s data events tell more than access logs',
  },
  {
    finding: /^AwsSolutions-VPC7$/,
    reason: 'Builders live for minutes and accept no connection; flow logs would cost more than the idle deployment',
  },
  { finding: /^AwsSolutions-SQS3$/, reason: 'It is the queue of dead letters itself' },
];

/** Returns cdk-nag's AWS solution checks as a plugin of the synthesis, without acknowledged findings. */
export function solutionsChecks(app: App): IPolicyValidationPlugin {
  const checks = new AwsSolutionsChecks(app);
  return {
    name: 'solutions-checks',
    validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
      const { violations } = checks.validate(context);
      const open = violations.filter(({ ruleName }) => !acknowledged.some(({ finding }) => finding.test(ruleName)));
      return { success: open.length === 0, violations: open };
    },
  };
}
