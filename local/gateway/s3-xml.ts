import { AwsError } from '../kernel/types';
import { escapeXml } from './protocol';

const ROOTS: Record<string, string> = {
  ListObjects: 'ListBucketResult',
  ListObjectsV2: 'ListBucketResult',
  DeleteObjects: 'DeleteResult',
  ListBuckets: 'ListAllMyBucketsResult',
  Error: 'Error',
};

function element(name: string, value: unknown): string {
  if (value === undefined) return '';
  if (name === 'Buckets')
    return `<Buckets>${(value as object[]).map((bucket) => element('Bucket', bucket)).join('')}</Buckets>`;
  if (Array.isArray(value)) return value.map((entry) => element(name, entry)).join('');
  if (value instanceof Date) return `<${name}>${value.toISOString()}</${name}>`;
  const inner =
    typeof value === 'object' && value !== null
      ? Object.entries(value)
          .map(([key, entry]) => element(key, entry))
          .join('')
      : escapeXml(value);
  return `<${name}>${inner}</${name}>`;
}

/** Encodes a response of S3 as XML; lists are repeated elements. */
export function s3Xml(action: string, output: Record<string, unknown>): string {
  const root = ROOTS[action]!;
  const inner = Object.entries(output)
    .map(([name, value]) => element(name, value))
    .join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${root === 'Error' ? '' : ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'}>${inner}</${root}>`;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const plain = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(parseInt(hex, 16));
    return decimal ? String.fromCodePoint(Number(decimal)) : (ENTITIES[name] ?? whole);
  });

/** Parses the body of DeleteObjects. Throws MalformedXML when it names no object, and NotImplemented for versions. */
export function parseDelete(xml: string): { Objects: { Key: string }[]; Quiet: boolean } {
  if (/<VersionId>/.test(xml))
    throw new AwsError('NotImplemented', 'S3 DeleteObjects with versions is not simulated.', 501);
  const keys = [...xml.matchAll(/<Key>([^<]*)<\/Key>/g)].map((match) => ({ Key: plain(match[1]!) }));
  if (keys.length === 0)
    throw new AwsError(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    );
  return { Objects: keys, Quiet: /<Quiet>true<\/Quiet>/.test(xml) };
}
