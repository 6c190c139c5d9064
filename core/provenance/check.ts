import * as z from 'zod';
import { sha256 } from '../lib/digest';
import type { Image } from '../model/image';
import { launchWarnings } from '../image/check';
import { identityOf, payloadType, type Statement } from './statement';
import { isRevoked, revocationReason } from '../image/revocation';

const check = z.object({ name: z.string(), passed: z.boolean(), detail: z.string() });

/** Answer of `GET /v1/images/{id}/provenance`: each check, and what was signed. */
export const provenanceAnswer = z.object({
  ami_id: z.string(),
  region: z.string(),
  verdict: z
    .enum(['verified', 'tampered', 'unsigned'])
    .describe('`unsigned`: the image has no record, because this deployment did not create it'),
  checks: z.array(check),
  notes: z.array(z.string()).describe('Reasons not to use it: a revocation, a deprecation'),
  signed_at: z.string().optional(),
  statement: z.looseObject({}).optional().describe('The in-toto statement'),
});

export type ProvenanceAnswer = z.output<typeof provenanceAnswer>;
export type Check = z.output<typeof check>;

const envelopeSchema = z.object({
  payloadType: z.literal(payloadType),
  payload: z.base64(),
  signatures: z.array(z.object({ keyid: z.string(), sig: z.base64() })).min(1),
});
const statementSchema = z.object({
  subject: z.array(z.object({ name: z.string(), annotations: z.record(z.string(), z.string()) })).length(1),
  predicate: z.object({
    runDetails: z.looseObject({
      byproducts: z.array(z.object({ name: z.string(), digest: z.object({ sha256: z.string() }) })),
    }),
  }),
});

/** Parses a stored record into payload, signature and statement; undefined when it does not have this form. */
export function openEnvelope(
  text: string,
): { payload: string; signature: Uint8Array; statement: Statement } | undefined {
  try {
    const envelope = envelopeSchema.parse(JSON.parse(text));
    const payload = Buffer.from(envelope.payload, 'base64').toString('utf8');
    const statement: unknown = JSON.parse(payload);
    statementSchema.parse(statement);
    return {
      payload,
      signature: Buffer.from(envelope.signatures[0]!.sig, 'base64'),
      statement: statement as Statement,
    };
  } catch {
    return undefined;
  }
}

/** The facts to compare: the catalog's record, the image in EC2 now, and the stored objects. */
export interface Evidence {
  record: Image;
  /** EC2's current description; undefined when EC2 does not have the image. */
  now?: Parameters<typeof identityOf>[0] & { state: string };
  /** The stored text. */
  stored?: string;
  signature: boolean;
  /** The currently stored package list. */
  packages?: string;
}

/**
 * Compares what was signed with what exists: the record's digest, the signature, each fact and tag of EC2, the package
 * list.
 */
export function judgeProvenance({
  record,
  now,
  stored,
  signature,
  packages,
}: Evidence): Omit<ProvenanceAnswer, 'notes'> {
  const answer = { ami_id: record.ami_id, region: record.region };
  if (!record.provenance) {
    return {
      ...answer,
      verdict: 'unsigned',
      checks: [
        {
          name: 'record',
          passed: false,
          detail: 'no provenance: this deployment did not create the image, or created it before it signed images',
        },
      ],
    };
  }
  const opened = stored === undefined ? undefined : openEnvelope(stored);
  const checks: Check[] = [
    {
      name: 'record',
      passed: opened !== undefined,
      detail:
        stored === undefined
          ? 'the stored record no longer exists'
          : opened
            ? 'the stored record exists'
            : 'the stored record cannot be read',
    },
    {
      name: 'digest',
      passed: stored !== undefined && sha256(stored) === record.provenance.digest,
      detail: 'digest of the stored record, compared with the catalog',
    },
    {
      name: 'signature',
      passed: opened !== undefined && signature,
      detail: signature ? 'by the key of this deployment' : 'not by the key of this deployment, or not for this record',
    },
  ];
  if (opened) checks.push(...factChecks(record, now, opened.statement), ...packageChecks(opened.statement, packages));
  const verdict = checks.every(({ passed }) => passed) ? 'verified' : 'tampered';
  return {
    ...answer,
    verdict,
    checks,
    signed_at: record.provenance.signed_at,
    ...(opened && { statement: opened.statement as unknown as Record<string, unknown> }),
  };
}

/** Returns notes for a person who verifies an image: a revocation with its reason, or a deprecation. */
export function notesOn(record: Image, now: Date): string[] {
  const reason = revocationReason(record);
  return [
    ...(isRevoked(record) ? [`the image ${record.name} is revoked${reason ? `: ${reason}` : ''}`] : []),
    ...launchWarnings(record, now),
  ];
}

function factChecks(record: Image, now: Evidence['now'], statement: Statement): Check[] {
  const [subject] = statement.subject;
  const own = subject?.name === `${record.region}/${record.ami_id}`;
  const about: Check = {
    name: 'subject',
    passed: own,
    detail: own ? 'the record is for this image' : `the record is for ${subject?.name ?? '-'}`,
  };
  if (!now) return [about, { name: 'image', passed: false, detail: 'EC2 no longer knows the image' }];
  const signed = (subject?.annotations ?? {}) as Record<string, string>;
  const actual = identityOf(now);
  const facts = [...new Set([...Object.keys(signed), ...Object.keys(actual)])];
  return [
    about,
    ...facts.map((name) => ({
      name,
      passed: signed[name] === actual[name],
      detail:
        signed[name] === actual[name]
          ? (actual[name] ?? '')
          : `signed as ${signed[name] ?? 'absent'}, now ${actual[name] ?? 'absent'}`,
    })),
  ];
}

function packageChecks(statement: Statement, packages: string | undefined): Check[] {
  const signed = statement.predicate.runDetails.byproducts.find(({ name }) => name === 'packages');
  if (!signed) return [];
  const passed = packages !== undefined && sha256(packages) === signed.digest.sha256;
  return [
    {
      name: 'packages',
      passed,
      detail: passed
        ? 'the list is unchanged since the build'
        : packages === undefined
          ? 'the list no longer exists'
          : 'the list has changed since the build',
    },
  ];
}
