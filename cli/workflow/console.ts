import { CommandFailure, exitCodes } from '../framework/failure';

const hosts: readonly { regions: RegExp; host: string }[] = [
  { regions: /^cn-/, host: 'console.amazonaws.cn' },
  { regions: /^us-gov-/, host: 'console.amazonaws-us-gov.com' },
  { regions: /^[a-z]{2}-[a-z]+-\d$/, host: 'console.aws.amazon.com' },
];

/** Returns a page of AWS's console for a region, in the partition of the region. Throws when its console is unknown. */
function pageOf(region: string, service: string, fragment: string): string {
  const host = hosts.find(({ regions }) => regions.test(region))?.host;
  if (host === undefined)
    throw new CommandFailure(`the address of the console for the region ${region} is not known`, exitCodes.failed);
  return `https://${host}/${service}/home?region=${region}#${fragment}`;
}

/** Returns the page of an image. */
export function imagePage(region: string, id: string): string {
  return pageOf(region, 'ec2', `ImageDetails:imageId=${id}`);
}

/** Returns the page of an execution of a state machine. */
export function executionPage(arn: string): string {
  return pageOf(arn.split(':')[3] ?? '', 'states', `/v2/executions/details/${arn}`);
}

/** Returns the page of a log group. The console encodes its name twice, with dollars in place of percent signs. */
export function logGroupPage(region: string, name: string): string {
  const encoded = encodeURIComponent(encodeURIComponent(name)).replaceAll('%', '$');
  return pageOf(region, 'cloudwatch', `logsV2:log-groups/log-group/${encoded}`);
}
