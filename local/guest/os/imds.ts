import type { WireRequest, WireResponse } from '../../kernel/types';
import type { System } from '../process/system';

const answer = (status: number, text = ''): WireResponse => ({
  status,
  headers: { 'content-type': 'text/plain', server: 'EC2ws' },
  body: Buffer.from(text),
});

const header = (request: WireRequest, name: string) =>
  Object.entries(request.headers).find(([key]) => key.toLowerCase() === name)?.[1];

/** What the service tells of a machine. */
type Described = Pick<System, 'facts' | 'userData' | 'bootedAt'> & {
  host: Pick<System['host'], 'clock' | 'credentials'>;
};

const token = (system: Described) => Buffer.from(`token of ${system.facts.instanceId}`).toString('base64url');

/** Answers a request to the instance metadata service, version 2 only: without a token the status is 401. */
export function answerMetadata(system: Described, request: WireRequest): WireResponse {
  const path = new URL(request.url).pathname.replace(/\/+$/, '');
  if (path === '/latest/api/token') {
    if (request.method !== 'PUT') return answer(405);
    const seconds = Number(header(request, 'x-aws-ec2-metadata-token-ttl-seconds'));
    return Number.isInteger(seconds) && seconds >= 1 && seconds <= 21600 ? answer(200, token(system)) : answer(400);
  }
  if (header(request, 'x-aws-ec2-metadata-token') !== token(system)) return answer(401);
  const text = metadata(system).get(path);
  return text === undefined ? answer(404, '<html>404 - Not Found</html>\n') : answer(200, text);
}

const hour = 3_600_000;

/** The service gives the same credentials for an hour; they are valid for six to seven hours then. */
function credentialsOf({ host }: Described): string | undefined {
  const updated = Math.floor(host.clock.now() / hour) * hour;
  const credentials = host.credentials?.(updated + 7 * hour);
  const instant = (time: number): string => new Date(time).toISOString().replace(/\.\d+/, '');
  return (
    credentials &&
    JSON.stringify({
      Code: 'Success',
      LastUpdated: instant(updated),
      Type: 'AWS-HMAC',
      AccessKeyId: credentials.accessKeyId,
      SecretAccessKey: credentials.secretAccessKey,
      Token: credentials.sessionToken,
      Expiration: instant(updated + 7 * hour),
    })
  );
}

function metadata(system: Described): Map<string, string> {
  const { facts } = system;
  const values = new Map<string, string>([
    ['ami-id', facts.imageId],
    ['instance-id', facts.instanceId],
    ['instance-type', facts.instanceType],
    ['hostname', facts.hostname],
    ['local-hostname', facts.hostname],
    ['local-ipv4', facts.privateIp],
    ['placement/availability-zone', facts.availabilityZone],
    ['placement/region', facts.region],
    ['services/domain', 'amazonaws.com'],
    ['instance-life-cycle', 'on-demand'],
    ['security-groups', 'default'],
  ]);
  if (facts.publicIp !== undefined) values.set('public-ipv4', facts.publicIp);
  if (facts.roleName !== undefined) {
    values.set('iam/security-credentials', facts.roleName);
    const credentials = credentialsOf(system);
    if (credentials !== undefined) values.set(`iam/security-credentials/${facts.roleName}`, credentials);
  }
  const paths = new Map([...values].map(([path, text]) => [`/latest/meta-data/${path}`, text]));
  paths.set(
    '/latest/meta-data',
    [...new Set([...values.keys()].map((path) => (path.includes('/') ? `${path.split('/')[0]}/` : path)))]
      .sort()
      .join('\n'),
  );
  paths.set(
    '/latest/dynamic/instance-identity/document',
    JSON.stringify(
      {
        accountId: facts.accountId,
        architecture: facts.architecture,
        availabilityZone: facts.availabilityZone,
        imageId: facts.imageId,
        instanceId: facts.instanceId,
        instanceType: facts.instanceType,
        pendingTime: new Date(system.bootedAt).toISOString(),
        privateIp: facts.privateIp,
        region: facts.region,
        version: '2017-09-30',
      },
      null,
      2,
    ),
  );
  if (system.userData !== undefined) paths.set('/latest/user-data', system.userData);
  return paths;
}
