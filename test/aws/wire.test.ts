import { createServer, type IncomingMessage, type Server } from 'node:http';
import { sendScript } from '../../aws/instance/commands';
import { createImage } from '../../aws/image/create';
import { deregisterImage } from '../../aws/image/deregister';
import { explainAwsError } from '../../aws/client/errors';
import { describeExecution } from '../../aws/flow/executions';
import { getText, objectExists, presignGet, presignPut, putObject } from '../../aws/storage/objects';
import { inspectorScan } from '../../aws/client/clients';
import { scanSbom } from '../../aws/image/scan-sbom';
import { sendTaskSuccess } from '../../aws/flow/task-tokens';
import { setEnvironment } from './fake-aws';

interface Reply {
  status: number;
  type?: string;
  body?: string;
}

let server: Server;
let reply: Reply;
let asked: { request: IncomingMessage; body: string }[];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      asked.push({ request, body });
      response.writeHead(reply.status, { 'content-type': reply.type ?? 'text/xml' }).end(reply.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  setEnvironment({ AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as { port: number }).port}` });
});
beforeEach(() => {
  asked = [];
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const ec2Error = (code: string): Reply => ({
  status: 400,
  body: `<Response><Errors><Error><Code>${code}</Code><Message>told by EC2</Message></Error></Errors><RequestID>1</RequestID></Response>`,
});
const jsonError = (code: string): Reply => ({
  status: 400,
  type: 'application/x-amz-json-1.1',
  body: JSON.stringify({ __type: code, message: 'told by AWS' }),
});
const s3Error = (status: number, code: string): Reply => ({
  status,
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>told by S3</Message></Error>`,
});
const image = {
  region: 'us-east-1',
  instanceId: 'i-1',
  name: 'taken',
  description: '',
  noReboot: true,
  tags: { stack: 'pytorch' },
  snapshotTags: {},
};

describe("Amazon Inspector's scanning API, which has no client of its own here", () => {
  test('is asked in its own words, signed with its own name', async () => {
    reply = {
      status: 200,
      type: 'application/json',
      body: JSON.stringify({ sbom: { metadata: { properties: [] }, vulnerabilities: [{ id: 'CVE-2024-2961' }] } }),
    };
    expect(await scanSbom('us-east-1', { bomFormat: 'CycloneDX', components: [{ name: 'bash' }] })).toEqual({
      metadata: { properties: [] },
      vulnerabilities: [{ id: 'CVE-2024-2961' }],
    });
    const [{ request, body }] = asked as [(typeof asked)[0]];
    expect([request.method, request.url, JSON.parse(body)]).toEqual([
      'POST',
      '/scan/sbom',
      { sbom: { bomFormat: 'CycloneDX', components: [{ name: 'bash' }] }, outputFormat: 'CYCLONE_DX_1_5' },
    ]);
    expect(request.headers.authorization).toContain('/us-east-1/inspector-scan/aws4_request');
  });

  test('refuses in the form of its errors', async () => {
    reply = {
      status: 403,
      type: 'application/json',
      body: JSON.stringify({ __type: 'AccessDeniedException', message: 'told by Inspector' }),
    };
    expect(await scanSbom('us-east-1', {}).catch(explainAwsError)).toMatchObject({
      name: 'PermissionDenied',
      message: expect.stringContaining('told by Inspector'),
    });
  });

  test('is at an address of its own', () => {
    expect(inspectorScan('eu-west-1').config.endpointProvider({ Region: 'eu-west-1' }).url.href).toBe(
      'https://inspector-scan.eu-west-1.amazonaws.com/',
    );
  });
});

describe("AWS's answers as they come over the wire", () => {
  test('EC2 names its errors as the code expects', async () => {
    reply = ec2Error('InvalidAMIName.Duplicate');
    await expect(createImage(image)).rejects.toMatchObject({ name: 'NameTaken' });
    expect(asked).toHaveLength(1);
    expect(new URLSearchParams(asked[0]!.body).get('TagSpecification.1.Tag.1.Key')).toBe('stack');
  });

  test('EC2 refuses by policy and its words are kept', async () => {
    reply = { ...ec2Error('UnauthorizedOperation'), status: 403 };
    const error = await deregisterImage('us-east-1', 'ami-1').catch(explainAwsError);
    expect(error).toMatchObject({ name: 'PermissionDenied', message: expect.stringContaining('told by EC2') });
  });

  test("the codes of an image's snapshots are read", async () => {
    const result = (id: string, code: string): string =>
      `<item><snapshotId>${id}</snapshotId><returnCode>${code}</returnCode></item>`;
    reply = {
      status: 200,
      body: `<DeregisterImageResponse><return>true</return><deleteSnapshotResultSet>${result('snap-1', 'success')}${result('snap-2', 'internal-error')}</deleteSnapshotResultSet></DeregisterImageResponse>`,
    };
    await expect(deregisterImage('us-east-1', 'ami-1')).rejects.toMatchObject({
      name: 'LeftBehind',
      message: expect.stringContaining('snap-2'),
    });
  });

  test('Systems Manager and Step Functions name their errors as the code expects', async () => {
    reply = jsonError('AccessDeniedException');
    const error = await sendScript({
      region: 'us-east-1',
      instanceId: 'i-1',
      commands: ['true'],
      timeoutSeconds: 60,
      logGroup: '/g',
      comment: '',
    }).catch(explainAwsError);
    expect(error).toMatchObject({ name: 'PermissionDenied' });
    reply = jsonError('TaskTimedOut');
    expect(await sendTaskSuccess('token', {})).toBe(false);
    reply = jsonError('ExecutionDoesNotExist');
    expect(await describeExecution('arn:aws:states:us-east-1:123456789012:execution:a:b')).toBeUndefined();
  });
});

describe('the bucket', () => {
  test('an object that is not there is absent, by GET and by HEAD', async () => {
    reply = s3Error(404, 'NoSuchKey');
    expect(await getText('builds/1/residue.json')).toBeUndefined();
    reply = { status: 404 };
    expect(await objectExists('builds/1/residue.json')).toBe(false);
    reply = { status: 200, body: 'text' };
    expect(await getText('builds/1/residue.json')).toBe('text');
    expect(asked.at(-1)!.request.url).toContain('/spawn-dev-artifacts/builds/1/residue.json');
  });

  test('a refusal is never absence', async () => {
    reply = s3Error(403, 'AccessDenied');
    expect(await getText('builds/1/residue.json').catch(explainAwsError)).toMatchObject({ name: 'PermissionDenied' });
    reply = { status: 403 };
    expect(await objectExists('builds/1/residue.json').catch(explainAwsError)).toMatchObject({
      name: 'PermissionDenied',
    });
  });

  test('presigned addresses work for anybody: nothing but host is signed, no checksum of a body that is not there yet', async () => {
    for (const address of [await presignGet('files/1', 60), await presignPut('builds/1/ready/builder', 60)]) {
      const { searchParams, pathname } = new URL(address);
      expect(pathname).toMatch(/^\/spawn-dev-artifacts\//);
      expect(searchParams.get('X-Amz-SignedHeaders')).toBe('host');
      expect(searchParams.get('X-Amz-Expires')).toBe('60');
      expect([...searchParams.keys()].filter((name) => name.includes('checksum'))).toEqual([]);
    }
  });

  test('an object is written as it is', async () => {
    reply = { status: 200 };
    await putObject('files/1', 'echo hello\n');
    expect(asked[0]!.body).toBe('echo hello\n');
    expect(asked[0]!.request.headers['content-encoding']).toBeUndefined();
  });
});
