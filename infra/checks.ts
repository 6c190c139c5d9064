import type { App, IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

/** What AWS's solution checks find and we accept: the rule, which of its findings, and why. */
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

/** AWS's solution checks (cdk-nag) as a plugin of the synth, without the findings that are acknowledged. */
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
