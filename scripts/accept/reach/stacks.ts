import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { sign } from '../../../cli/client/signing';
import type { Caller } from './sdk';

/** Returns the status of each stack of a region by its name, as CloudFormation's query protocol answers. */
export async function stacksOf(caller: Caller, region: string): Promise<Record<string, string>> {
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const { AWS_ENDPOINT_URL_CLOUDFORMATION: own, AWS_ENDPOINT_URL: all } = process.env;
  const url = new URL(own || all || `https://cloudformation.${region}.${suffix}/`);
  caller.note(url.hostname);
  const stacks: Record<string, string> = {};
  let token: string | undefined;
  do {
    const next = token === undefined ? '' : `&NextToken=${encodeURIComponent(token)}`;
    const body = `Action=DescribeStacks&Version=2010-05-15${next}`;
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const unsigned = { method: 'POST', url, headers, body };
    const { host: _, ...signed } = await sign(
      unsigned,
      'cloudformation',
      region,
      await defaultProvider()(),
      new Date(),
    );
    const answer = await fetch(url, { method: 'POST', headers: signed, body, signal: AbortSignal.timeout(30_000) });
    const text = await answer.text();
    if (!answer.ok) {
      const code = /<Code>([^<]+)</.exec(text)?.[1] ?? `Status${answer.status}`;
      throw Object.assign(new Error(`DescribeStacks answered ${answer.status}`), { name: code });
    }
    Object.assign(stacks, statusesIn(text));
    token = /<NextToken>([^<]+)</.exec(text)?.[1];
  } while (token !== undefined);
  return stacks;
}

/** Reads names and statuses from an answer of DescribeStacks. */
export function statusesIn(xml: string): Record<string, string> {
  const found = [...xml.matchAll(/<StackName>([^<]+)<[^]*?<StackStatus>([A-Z_]+)</g)];
  return Object.fromEntries(found.map(([, name, status]) => [name!, status!]));
}
