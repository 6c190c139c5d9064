import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { EC2Client, DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Local } from '../../app/simulation';
import { signed } from '../../gateway/sign';
import { startLocal } from '../../app/start';
import { functionOf, roleOf, writeAssembly } from '../kit/assembly';

const route = (name: string, key: string, target: string, authorization = 'AWS_IAM') => ({
  [`${name}Integration`]: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { Ref: 'Api' },
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: { 'Fn::GetAtt': [target, 'Arn'] },
      PayloadFormatVersion: '2.0',
    },
  },
  [`${name}Route`]: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: { Ref: 'Api' },
      RouteKey: key,
      AuthorizationType: authorization,
      Target: { 'Fn::Join': ['/', ['integrations', { Ref: `${name}Integration` }]] },
    },
  },
});
const allowed = (name: string) => ({
  [`${name}Allowed`]: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: { Ref: name },
      Principal: 'apigateway.amazonaws.com',
      SourceArn: { 'Fn::Sub': 'arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*' },
    },
  },
});

const assembly = writeAssembly(
  {
    ...functionOf('echo', ['ssm:GetParameter'], { Timeout: 10 }),
    ...functionOf('closed'),
    ...functionOf('hang', [], { Timeout: 2 }),
    ...functionOf('leave'),
    ...allowed('echo'),
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'api', ProtocolType: 'HTTP' } },
    Stage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true },
    },
    ...route('one', 'POST /v1/things/{id}', 'echo'),
    ...route('open', 'GET /open', 'echo', 'NONE'),
    ...route('shut', 'GET /shut', 'closed'),
    Readers: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: {
        ManagedPolicyName: 'readers',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: 'execute-api:Invoke',
              Resource: { 'Fn::Sub': 'arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/$default/GET/*' },
            },
          ],
        },
      },
    },
    Files: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'files' } },
    Url: {
      Type: 'AWS::SSM::Parameter',
      Properties: { Name: '/api-url', Type: 'String', Value: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] } },
    },
    MachineRole: roleOf('states.amazonaws.com', []),
    Machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: 'machine',
        RoleArn: { 'Fn::GetAtt': ['MachineRole', 'Arn'] },
        DefinitionString: '{"StartAt":"End","States":{"End":{"Type":"Succeed"}}}',
      },
    },
  },
  {
    echo: `import { SSMClient, GetParameterCommand } from '@aws-sdk/client-ssm';
const ssm = new SSMClient({});
export const handler = async (event) => {
  if (event.parameter) return (await ssm.send(new GetParameterCommand({ Name: event.parameter }))).Parameter.Value;
  return { statusCode: 201, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(event) };
};`,
    closed: `export const handler = async () => 1;`,
    hang: `export const handler = async () => { for (;;); };`,
    leave: `export const handler = async () => process.exit(3);`,
  },
);

let local: Local;
const workerFile = join(assembly, 'function-worker.js');
beforeAll(async () => {
  buildSync({
    entryPoints: [join(__dirname, '../../services/lambda/worker.ts')],
    outfile: workerFile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
  });
  local = await startLocal({ assembly, tier: 'workers', speed: 1, port: 0, workerFile });
});
afterAll(() => local.close());

const client = () => ({ endpoint: local.url, region: 'us-east-1', credentials: local.operatorCredentials });
const send = (path: string, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    httpRequest(
      local.url + path,
      { headers: { host } },
      (response) => (response.resume(), resolve(response.statusCode!)),
    )
      .on('error', reject)
      .end();
  });
async function call(
  method: string,
  path: string,
  { body, credentials = local.operatorCredentials }: { body?: string; credentials?: Local['operatorCredentials'] } = {},
) {
  const request = signed(
    {
      method,
      url: local.url + path,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : Buffer.from(body),
    },
    credentials,
    'execute-api',
    'us-east-1',
    Date.now(),
  );
  const response = await fetch(request.url, { method, headers: request.headers, body });
  return { status: response.status, body: (await response.json()) as any };
}

describe('the endpoint', () => {
  test('answers only for names of this machine', async () => {
    expect(await send('/open', new URL(local.url).host)).toBe(201);
    expect(await send('/open', 'localhost:80')).toBe(201);
    expect(await send('/open', 'evil.example')).toBe(403);
    expect(await send('/open', 'localhost.evil.example')).toBe(403);
  });
  test('serves the SDK’s clients, each in its protocol', async () => {
    expect((await new SSMClient(client()).send(new GetParameterCommand({ Name: '/api-url' }))).Parameter!.Value).toBe(
      local.url,
    );
    const files = new S3Client(client());
    await files.send(new PutObjectCommand({ Bucket: 'files', Key: 'a b', Body: 'text' }));
    expect(
      await (await files.send(new GetObjectCommand({ Bucket: 'files', Key: 'a b' }))).Body!.transformToString(),
    ).toBe('text');
    expect((await new EC2Client(client()).send(new DescribeRegionsCommand({}))).Regions!.length).toBeGreaterThan(10);
    const machine = await new SFNClient(client()).send(
      new DescribeStateMachineCommand({
        stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:machine',
      }),
    );
    expect(machine.creationDate).toBeInstanceOf(Date);
  });
  test('refuses keys that it did not give out, in each protocol’s words', async () => {
    const stranger = {
      ...client(),
      credentials: { accessKeyId: 'AKIASTRANGER', secretAccessKey: 'x' },
      maxAttempts: 1,
    };
    await expect(new SSMClient(stranger).send(new GetParameterCommand({ Name: '/api-url' }))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
    await expect(new EC2Client(stranger).send(new DescribeRegionsCommand({}))).rejects.toMatchObject({
      name: 'AuthFailure',
    });
    await expect(
      new S3Client(stranger).send(new GetObjectCommand({ Bucket: 'files', Key: 'x' })),
    ).rejects.toMatchObject({ name: 'InvalidAccessKeyId' });
  });
});

describe('a route', () => {
  test('hands the function the request in payload format 2.0', async () => {
    const { status, body: event } = await call('POST', '/v1/things/a%20b?x=1&x=2&y=', { body: '{"n":1}' });
    expect(status).toBe(201);
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'POST /v1/things/{id}',
      rawPath: '/v1/things/a%20b',
      pathParameters: { id: 'a b' },
      queryStringParameters: { x: '1,2', y: '' },
      body: '{"n":1}',
      isBase64Encoded: false,
      requestContext: {
        http: { method: 'POST', path: '/v1/things/a%20b' },
        authorizer: { iam: { accountId: '123456789012', userArn: 'arn:aws:iam::123456789012:user/operator' } },
      },
    });
  });
  test('with IAM authorization is forbidden to who has not signed, has signed wrongly or may not', async () => {
    expect(
      await call('POST', '/v1/things/1', { credentials: { ...local.operatorCredentials, secretAccessKey: 'wrong' } }),
    ).toEqual({ status: 403, body: { message: 'Forbidden' } });
    expect((await fetch(`${local.url}/v1/things/1`, { method: 'POST' })).status).toBe(403);
    const reader = local.person('reader', ['readers']);
    expect(await call('POST', '/v1/things/1', { credentials: reader })).toEqual({
      status: 403,
      body: { message: 'Forbidden' },
    });
  });
  test('that does not exist is not found', async () => {
    expect(await call('GET', '/v1/things/1')).toEqual({ status: 404, body: { message: 'Not Found' } });
  });
  test('to a function that does not let API Gateway in fails without saying why', async () => {
    expect(await call('GET', '/shut')).toEqual({ status: 500, body: { message: 'Internal Server Error' } });
  });
});

describe('a function in a worker', () => {
  test('reaches AWS’s APIs with its own role', async () => {
    expect(await local.lambda.invoke('echo', { parameter: '/api-url' })).toBe(local.url);
    expect(local.calls.at(-1)).toMatchObject({
      service: 'ssm',
      principal: 'arn:aws:sts::123456789012:assumed-role/fixture-echoRole/echo',
    });
  });
  test('that never gives way is stopped at its timeout', async () => {
    await expect(local.lambda.invoke('hang', {})).rejects.toMatchObject({ name: 'Sandbox.Timedout' });
    await expect(local.lambda.invoke('echo', { parameter: '/api-url' })).resolves.toBe(local.url);
  });
  test('that ends its process fails as such', async () => {
    await expect(local.lambda.invoke('leave', {})).rejects.toMatchObject({ name: 'Runtime.ExitError' });
  });
});
