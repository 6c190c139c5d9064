import * as z from 'zod';
import { sha256 } from '../lib/digest';
import type { Image } from '../model/image';
import { launchWarnings } from '../image/check';
import { identityOf, payloadType, type Statement } from './statement';
import { isRevoked, revocationReason } from '../image/revocation';

const check = z.object({ name: z.string(), passed: z.boolean(), detail: z.string() });

/** What `GET /v1/images/{id}/provenance` answers: each check, and what was signed. */
export const provenanceAnswer = z.object({
  ami_id: z.string(),
  region: z.string(),
  verdict: z
    .enum(['verified', 'tampered', 'unsigned'])
    .describe('`unsigned`: the image has no record, since nothing of ours made it'),
  checks: z.array(check),
  notes: z.array(z.string()).describe('Why it is not to be used, if that is so: a revocation, a deprecation'),
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

/** A stored record taken apart: the payload, its signature and the statement. Undefined when it is not of this form. */
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

/** What is compared: the catalog's record, the image as EC2 has it at this moment, and what was found in the store. */
export interface Evidence {
  record: Image;
  /** As EC2 describes it now; undefined when EC2 does not know it. */
  now?: Parameters<typeof identityOf>[0] & { state: string };
  /** The stored text. */
  stored?: string;
  signature: boolean;
  /** The package list that lies in the store now. */
  packages?: string;
}

/**
 * Compares what was signed with what is: the record's digest, the signature, each fact and tag of EC2, the package
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
          detail: 'no provenance: this deployment did not make the image, or made it before it signed what it makes',
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
          ? 'the stored record is gone'
          : opened
            ? 'it is there'
            : 'the stored record cannot be read',
    },
    {
      name: 'digest',
      passed: stored !== undefined && sha256(stored) === record.provenance.digest,
      detail: 'of the stored record, as the catalog has it',
    },
    {
      name: 'signature',
      passed: opened !== undefined && signature,
      detail: signature ? 'of the key of this deployment' : 'not of the key of this deployment, or not of this record',
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

/** What a person who verifies an image has to know besides: that it was revoked, and why, or is deprecated. */
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
    detail: own ? 'the record is of this image' : `the record is of ${subject?.name ?? '-'}`,
  };
  if (!now) return [about, { name: 'image', passed: false, detail: 'EC2 does not know it any more' }];
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
          : `signed as ${signed[name] ?? 'absent'}, is ${actual[name] ?? 'absent'} now`,
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
        ? 'the list is the one that the build wrote'
        : packages === undefined
          ? 'the list is gone'
          : 'the list is not the one that the build wrote',
    },
  ];
}
