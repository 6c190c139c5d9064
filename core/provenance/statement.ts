import { canonicalJson, sha256 } from '../lib/digest';
import type { Image } from '../model/image';
import { scanText } from './package-scan';
import type { Run } from '../model/run';
import { tagKeys, type Tags } from '../tags';

/** The type of a statement's envelope (in-toto attestations in DSSE). */
export const payloadType = 'application/vnd.in-toto+json';

/** A stored signed statement: DSSE, with the statement in base64 as payload. */
export interface Envelope {
  payloadType: string;
  payload: string;
  signatures: { keyid: string; sig: string }[];
}

/** The provenance of an image as an in-toto statement: the image and its snapshots, and how they were created. */
export interface Statement {
  _type: 'https://in-toto.io/Statement/v1';
  subject: { name: string; digest: Record<string, string>; annotations?: Record<string, unknown> }[];
  predicateType: 'https://slsa.dev/provenance/v1';
  predicate: {
    buildDefinition: {
      buildType: string;
      externalParameters: Record<string, unknown>;
      resolvedDependencies: { name: string; uri?: string; digest?: Record<string, string> }[];
    };
    runDetails: {
      builder: { id: string };
      metadata: { invocationId: string; startedOn: string; finishedOn: string };
      byproducts: { name: string; digest: Record<string, string> }[];
      [fact: string]: unknown;
    };
  };
}

/** The tags that are signed. A change of one of them outside a new build is detected. */
const signedTags = [
  'stack',
  'version',
  'variant',
  'arch',
  'gpu',
  'base',
  'baseAmi',
  'buildId',
  'deployment',
  'created',
  'createdFrom',
  'sourceRegion',
  'replicatedFrom',
] as const satisfies readonly (keyof typeof tagKeys)[];

/**
 * Returns the signed facts of an image: name, account, architecture, snapshots by device, and the tags that identify
 * it.
 */
export function identityOf(
  image: Pick<Image, 'name' | 'owner_id' | 'architecture' | 'snapshots' | 'tags'>,
): Record<string, string> {
  const tags = signedTags.flatMap((name) => {
    const key = tagKeys[name];
    return image.tags[key] === undefined ? [] : [[`tag ${key}`, image.tags[key]]];
  });
  const snapshots = image.snapshots.map(({ device, snapshot_id }) => [`snapshot ${device}`, snapshot_id]);
  return {
    name: image.name,
    owner: image.owner_id,
    architecture: image.architecture,
    ...Object.fromEntries([...snapshots, ...tags]),
  };
}

/** Returns the warning for a change of signed tags; undefined when none was signed. */
export function signedTagsWarning(
  image: Pick<Image, 'name' | 'provenance'>,
  change: { tags: Tags; remove: readonly string[] },
): string | undefined {
  const signed = signedTags
    .map((name) => tagKeys[name])
    .filter((key) => key in change.tags || change.remove.includes(key));
  if (!image.provenance || signed.length === 0) return undefined;
  return `${image.name} was signed with its ${signed.join(', ')}: spawn verify reports a difference until the published value is restored`;
}

export interface ProvenanceFacts {
  image: Image;
  run: Run;
  deployment: string;
  now: Date;
  /** SHA-256 of the package list and of the residue report, where the build wrote them. */
  packages?: string;
  residue?: { digest: string; waived: string[] };
  /** The original of a copy, with the digest of its own record. */
  original?: Image;
}

/** Returns the statement of an image that is about to be published: from a build, from an instance, or a copy. */
export function provenanceStatement({
  image,
  run,
  deployment,
  now,
  packages,
  residue,
  original,
}: ProvenanceFacts): Statement {
  const { plan } = run;
  const scan = image.package_scan;
  const tests = (image.tests ?? []).map(({ instance_type, verdict }) => [instance_type, verdict]);
  const base =
    image.base_ami === undefined || original
      ? []
      : [{ name: 'base', uri: plan?.base.source ?? image.base_source, digest: { amiId: image.base_ami } }];
  const source = original && {
    name: 'original',
    uri: `${original.region}/${original.ami_id}`,
    digest: { amiId: original.ami_id, ...(original.provenance && { sha256: original.provenance.digest }) },
  };
  const scripts = original
    ? []
    : (plan?.scripts ?? []).map(({ name, key }) => ({ name, digest: { sha256: key.split('/').pop() ?? '' } }));
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [
      { name: `${image.region}/${image.ami_id}`, digest: { amiId: image.ami_id }, annotations: identityOf(image) },
    ],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType: original ? 'copy' : run.kind,
        externalParameters: {
          requested_by: run.requested_by,
          recipe_sha256: original ? undefined : run.recipe_digest,
          source: original ? undefined : run.source,
          retry_of: original ? undefined : run.retry?.of,
          instance_id: run.instance_id,
        },
        resolvedDependencies: [...base, ...(source ? [source] : []), ...scripts],
      },
      runDetails: {
        builder: { id: deployment },
        metadata: { invocationId: run.build_id, startedOn: run.created_at, finishedOn: now.toISOString() },
        byproducts: [
          ...(packages ? [{ name: 'packages', digest: { sha256: packages } }] : []),
          ...(residue ? [{ name: 'residue', digest: { sha256: residue.digest } }] : []),
          ...(scan?.report ? [{ name: 'vulnerabilities', digest: { sha256: scan.report.digest } }] : []),
        ],
        ...(tests.length > 0 && { tests: Object.fromEntries(tests) }),
        ...(scan && { vulnerabilities: scanText(scan) }),
        ...(residue && { residue: residue.waived.length > 0 ? `waived: ${residue.waived.join(', ')}` : 'clean' }),
      },
    },
  };
}

/** The text of a statement, the same for equal statements. */
export const statementText = (statement: Statement): string => canonicalJson(statement);

/** Returns the bytes to sign: DSSE's pre-authentication encoding of the payload (protocol, "PAE"). */
export function signedBytes(payload: string): Uint8Array {
  return Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${Buffer.byteLength(payload)} ${payload}`);
}

/** Returns the stored text of a statement with its signature, and the digest for the image's record. */
export function sealed(
  payload: string,
  signature: { key: string; bytes: Uint8Array },
): { text: string; digest: string } {
  const envelope: Envelope = {
    payloadType,
    payload: Buffer.from(payload).toString('base64'),
    signatures: [{ keyid: signature.key, sig: Buffer.from(signature.bytes).toString('base64') }],
  };
  const text = canonicalJson(envelope);
  return { text, digest: sha256(text) };
}
