import { Readable } from 'node:stream';
import {
  CreateImageCommand,
  CreateTagsCommand,
  DeregisterImageCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeRegionsCommand,
  EC2Client,
  EnableImageDeprecationCommand,
  GetConsoleOutputCommand,
  ModifyImageAttributeCommand,
  ModifyInstanceAttributeCommand,
  RunInstancesCommand,
  paginateDescribeImages,
} from '@aws-sdk/client-ec2';
import { NormalizedSchema } from '@smithy/core/schema';
import * as fc from 'fast-check';
import { handlers } from '../../services/ec2/handlers';
import { operations } from '../../services/ec2/operations';
import { operationSchemas } from '../../gateway/query/ec2-schemas';
import { decodeEc2Request } from '../../gateway/query/ec2-decode';
import { encodeEc2Error, encodeEc2Response } from '../../gateway/query/ec2-encode';
import type { AwsError } from '../../kernel/types';
import { amazonLinux, kit } from './kit';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** The SDK's own client, whose requests are answered by the codec over the simulation. */
function client({ call }: Pick<ReturnType<typeof kit>, 'call'>): EC2Client {
  const handle = async ({ body }: { body: string }): Promise<any> => {
    const { action, input } = decodeEc2Request(body);
    const answer = await call(action, input).then(
      (output) => ({ statusCode: 200, xml: encodeEc2Response(action, output, 'id-1') }),
      (error: AwsError) => ({ statusCode: error.status, xml: encodeEc2Error(error, 'id-1') }),
    );
    return {
      response: {
        statusCode: answer.statusCode,
        headers: { 'content-type': 'text/xml' },
        body: Readable.from([Buffer.from(answer.xml)]),
      },
    };
  };
  return new EC2Client({
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    requestHandler: { handle, metadata: { handlerProtocol: 'http/1.1' } } as never,
  });
}

const codeOf = (run: () => unknown): string => {
  try {
    run();
    return 'no error';
  } catch (error) {
    return (error as AwsError).code;
  }
};

function isMember(schema: unknown, [first, ...rest]: string[]): boolean {
  const shape = NormalizedSchema.of(schema as never);
  const [, member] =
    [...(shape.isListSchema() ? shape.getValueSchema() : shape).structIterator()].find(([name]) => name === first) ??
    [];
  return member !== undefined && (rest.length === 0 || isMember(member, rest));
}

test('every simulated operation has a handler, a schema and parameters that the protocol knows', () => {
  expect(Object.keys(handlers).sort()).toEqual(Object.keys(operations).sort());
  expect(Object.keys(operationSchemas).sort()).toEqual(Object.keys(operations).sort());
  for (const [action, parameters] of Object.entries(operations)) {
    const schema = operationSchemas[action] ?? [];
    expect(schema[2]).toBe(action);
    const members = [...NormalizedSchema.of(schema[4] as never).structIterator()].map(([name]) => name);
    expect(members).toContain('DryRun');
    for (const parameter of parameters)
      expect(`${parameter}: ${isMember(schema[4], parameter.split('.'))}`).toBe(`${parameter}: true`);
    expect(encodeEc2Response(action, {}, 'id-1')).toContain(
      `<${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>id-1</requestId>`,
    );
  }
});

describe("the SDK's client", () => {
  test('launches, images and lists through the protocol', async () => {
    const setup = kit();
    const ec2 = client(setup);
    const odd = `<&"'> ü 中`;
    const { Instances } = await ec2.send(
      new RunInstancesCommand({
        ImageId: amazonLinux,
        InstanceType: 'm7i.large',
        MinCount: 1,
        MaxCount: 1,
        UserData: Buffer.from('#!/bin/sh').toString('base64'),
        BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 20, Encrypted: false } }],
        TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'odd', Value: odd }] }],
      }),
    );
    const InstanceId = Instances?.[0]?.InstanceId ?? '';
    expect(Instances?.[0]).toMatchObject({
      State: { Code: 0, Name: 'pending' },
      Tags: [{ Key: 'odd', Value: odd }],
      ClientToken: expect.stringMatching(/./),
    });
    expect(Instances?.[0]?.LaunchTime?.getTime()).toBe(setup.clock.now());
    await setup.clock.advance(60_000);
    const { Reservations } = await ec2.send(
      new DescribeInstancesCommand({ Filters: [{ Name: 'tag:odd', Values: [odd] }] }),
    );
    expect(Reservations?.[0]?.Instances?.[0]).toMatchObject({ InstanceId, State: { Code: 16, Name: 'running' } });
    expect((await ec2.send(new GetConsoleOutputCommand({ InstanceId }))).Output).toBe(
      Buffer.from('booted with #!/bin/sh\n').toString('base64'),
    );
    const { ImageId } = await ec2.send(new CreateImageCommand({ InstanceId, Name: 'pytorch', NoReboot: true }));
    await setup.clock.advance(600_000);
    await ec2.send(new CreateTagsCommand({ Resources: [ImageId ?? ''], Tags: [{ Key: 'a', Value: '' }] }));
    await ec2.send(new EnableImageDeprecationCommand({ ImageId, DeprecateAt: new Date('2027-01-01T00:00:20Z') }));
    await ec2.send(
      new ModifyImageAttributeCommand({ ImageId, LaunchPermission: { Add: [{ UserId: '210987654321' }] } }),
    );
    const { Images } = await ec2.send(new DescribeImagesCommand({ Owners: ['self'] }));
    expect(Images).toMatchObject([
      {
        ImageId,
        State: 'available',
        Public: false,
        DeprecationTime: '2027-01-01T00:00:00.000Z',
        Tags: [{ Key: 'a', Value: '' }],
        BlockDeviceMappings: [{ Ebs: { VolumeSize: 20 } }],
      },
    ]);
    const { Return, DeleteSnapshotResults } = await ec2.send(
      new DeregisterImageCommand({ ImageId, DeleteAssociatedSnapshots: true }),
    );
    expect([Return, DeleteSnapshotResults?.[0]?.ReturnCode]).toEqual([true, 'success']);
  });

  test('gets an empty list as an empty list, and all pages of a long one', async () => {
    const ec2 = client(kit());
    expect((await ec2.send(new DescribeInstancesCommand({}))).Reservations).toEqual([]);
    const ids: string[] = [];
    for await (const { Images } of paginateDescribeImages({ client: ec2, pageSize: 4 }, { Owners: ['amazon'] }))
      ids.push(...(Images ?? []).map(({ ImageId = '' }) => ImageId));
    expect(ids).toContain(amazonLinux);
    expect(new Set(ids).size).toBe(8);
    expect((await ec2.send(new DescribeRegionsCommand({}))).Regions).toHaveLength(17);
  });

  test('gets errors by name and status', async () => {
    const ec2 = client(kit());
    await expect(ec2.send(new DescribeImagesCommand({ ImageIds: ['ami-00000000000000001'] }))).rejects.toMatchObject({
      name: 'InvalidAMIID.NotFound',
      message: "The image id '[ami-00000000000000001]' does not exist",
    });
    await expect(ec2.send(new DescribeImagesCommand({ DryRun: true }))).rejects.toMatchObject({
      name: 'DryRunOperation',
      $metadata: { httpStatusCode: 412 },
    });
  });

  test('changes user data as bytes', async () => {
    const setup = kit();
    const InstanceId = await setup.launch();
    await setup.call('StopInstances', { InstanceIds: [InstanceId] });
    await setup.clock.advance(60_000);
    await client(setup).send(
      new ModifyInstanceAttributeCommand({ InstanceId, UserData: { Value: Buffer.from('#!/bin/sh\nnew') } }),
    );
    expect(setup.ec2.instance('us-east-1', InstanceId)?.instance.userData).toBe('#!/bin/sh\nnew');
  });
});

describe('a request', () => {
  test.each([
    ['InvalidAction', 'Version=2016-11-15'],
    ['InvalidAction', 'Action=__proto__'],
    ['UnsupportedOperation', 'Action=CreateVpc'],
    ['UnknownParameter', 'Action=DescribeImages&Color=red'],
    ['UnknownParameter', 'Action=DescribeImages&ImageId.x=ami-1'],
    ['UnknownParameter', 'Action=RunInstances&Placement.Color=red'],
    ['UnknownParameter', 'Action=CreateImage&Name.First=a'],
    ['InvalidParameterValue', 'Action=DescribeImages&DryRun=perhaps'],
    ['InvalidParameterValue', 'Action=DescribeImages&MaxResults=many'],
    ['InvalidParameterValue', 'Action=EnableImageDeprecation&DeprecateAt=soon'],
  ])('is refused with %s: %s', (code, body) => {
    expect(codeOf(() => decodeEc2Request(body))).toBe(code);
  });

  test('keeps the order of lists beyond nine', () => {
    const ids = Array.from({ length: 12 }, (_, index) => `ami-${index}`);
    const body = ids
      .map((id, index) => `ImageId.${index + 1}=${id}`)
      .reverse()
      .join('&');
    expect(decodeEc2Request(`Action=DescribeImages&${body}`).input).toEqual({ ImageIds: ids });
  });

  test('of any bytes is read or refused with an error of its own, never a crash', () => {
    const name = fc.constantFrom(
      'ImageId',
      'Filter',
      'Tag',
      '1',
      '2',
      'Name',
      'Value',
      'DryRun',
      '__proto__',
      'constructor',
      '',
    );
    const pair = fc.tuple(fc.array(name, { minLength: 1, maxLength: 4 }), fc.string());
    fc.assert(
      fc.property(
        fc.constantFrom('DescribeImages', 'CreateTags', 'RunInstances'),
        fc.array(pair, { maxLength: 6 }),
        (action, pairs) => {
          const body = new URLSearchParams([
            ['Action', action],
            ...pairs.map(([names, value]): [string, string] => [names.join('.'), value]),
          ]).toString();
          expect(['no error', 'UnknownParameter', 'InvalidParameterValue', 'InvalidAction']).toContain(
            codeOf(() => decodeEc2Request(body)),
          );
        },
      ),
    );
  });
});
