import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { TemplateResource } from '../../cloudformation/assembly/read';

/**
 * Writes a synthesized app of one stack into a new folder and answers with its path. Function code is bundled as the
 * app's is.
 */
export function writeAssembly(
  resources: Record<string, TemplateResource>,
  sources: Record<string, string> = {},
): string {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  const files: Record<string, unknown> = {};
  for (const [name, contents] of Object.entries(sources)) {
    mkdirSync(join(folder, `asset.${name}`));
    buildSync({
      stdin: { contents, resolveDir: join(__dirname, '..', '..', '..'), loader: 'ts' },
      outfile: join(folder, `asset.${name}`, 'index.js'),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      mainFields: ['module', 'main'],
    });
    files[name] = { source: { path: `asset.${name}` }, destinations: { here: { objectKey: `${name}.zip` } } };
  }
  const manifest = {
    artifacts: {
      fixture: {
        type: 'aws:cloudformation:stack',
        environment: 'aws://unknown-account/us-east-1',
        properties: { templateFile: 'fixture.template.json' },
      },
    },
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'fixture.template.json'), JSON.stringify({ Resources: resources }));
  writeFileSync(join(folder, 'fixture.assets.json'), JSON.stringify({ files }));
  return folder;
}

const trusts = (service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } }],
});

/** A role that a service assumes, with these statements. */
export const roleOf = (service: string, statements: object[]): TemplateResource => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: trusts(service),
    Policies:
      statements.length > 0
        ? [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement: statements } }]
        : [],
  },
});

/**
 * A function called after its logical id in lower case, with a role of its own that may do these actions on everything.
 */
export function functionOf(
  name: string,
  actions: string[] = [],
  more: Record<string, unknown> = {},
): Record<string, TemplateResource> {
  const statements = [['logs:CreateLogStream', 'logs:PutLogEvents'], ...actions.map((action) => [action])].map(
    (Action) => ({ Effect: 'Allow', Action, Resource: '*' }),
  );
  return {
    [`${name}Role`]: roleOf('lambda.amazonaws.com', statements),
    [name]: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: name,
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: { S3Bucket: 'assets', S3Key: `${name}.zip` },
        Role: { 'Fn::GetAtt': [`${name}Role`, 'Arn'] },
        ...more,
      },
    },
  };
}
