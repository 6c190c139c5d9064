import { App, CloudFormationValidatePlugin, Stack } from 'aws-cdk-lib';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import * as path from 'node:path';
import { acknowledged, solutionsChecks } from '../../infra/checks';
import { spawnApp } from '../../infra/spawn-app';
import { builtProject, settingsOf } from './synthesis';

const root = builtProject();
const app = spawnApp(
  settingsOf({ alarm_email: 'platform@example.org', home_account: '123456789012', member_accounts: ['222233334444'] }),
  root,
  { outdir: path.join(root, 'cdk.out'), builtinCloudFormationValidation: false },
);
const contextOf = (scope: App) => ({ appConstruct: scope }) as never;

test('AWS’s solution checks find nothing that is not acknowledged', () => {
  expect(solutionsChecks(app).validate(contextOf(app)).violations).toEqual([]);
});

test('at most five findings are acknowledged, each by rule and pattern and with a reason', () => {
  expect(acknowledged.length).toBeLessThanOrEqual(5);
  for (const { finding, reason } of acknowledged) {
    expect(finding.source).toMatch(/^\^AwsSolutions-[A-Z0-9]+(\\\[.+\\\])?\$$/);
    expect(reason.length).toBeGreaterThan(20);
  }
});

test('every acknowledgement is needed', () => {
  const found = new AwsSolutionsChecks(app).validate(contextOf(app)).violations.map(({ ruleName }) => ruleName);
  expect(acknowledged.filter(({ finding }) => !found.some((name) => finding.test(name)))).toEqual([]);
});

test('a finding that is not acknowledged fails the synthesis', () => {
  const other = new App();
  new CfnBucket(new Stack(other, 'open'), 'Bucket');
  const report = solutionsChecks(other).validate(contextOf(other));
  expect(report.success).toBe(false);
  expect(report.violations.map(({ ruleName }) => ruleName)).toContain('AwsSolutions-S10');
});

// CloudFormation's reference lists Fn::GetAZs among the functions that the list of an Fn::Join may hold; the validator
// does not know it.
const isMistaken = ({ description }: { description?: string }) =>
  /'Fn::GetAZs' is not supported as an argument to 'Fn::Join'$/.test(description ?? '');

test('CloudFormation’s own validation finds no error in the templates', () => {
  const { stacks } = app.synth();
  const stackTemplates = stacks.map((stack) => ({
    templatePath: stack.templateFullPath,
    stackConstructPath: stack.id,
  }));
  const report = new CloudFormationValidatePlugin().validate({
    stackTemplates,
    templatePaths: stackTemplates.map(({ templatePath }) => templatePath),
    appConstruct: app,
  } as never);
  const errors = report.violations
    .filter(({ severity }) => severity === 'error' || severity === 'fatal')
    .filter((error) => !isMistaken(error));
  expect(errors).toEqual([]);
});
