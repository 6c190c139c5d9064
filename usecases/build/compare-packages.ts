import { explainAwsError, messageOf } from '../../aws/client/errors';
import { environment } from '../../aws/client/environment';
import { getText, putObject } from '../../aws/storage/objects';
import { scanSbom } from '../../aws/image/scan-sbom';
import { billsOfMaterials, type Bill } from '../../core/provenance/bill-of-materials';
import { sha256 } from '../../core/lib/digest';
import { packageScan } from '../../core/provenance/package-scan';
import type { PackageScan } from '../../core/model/vulnerability';
import { readAnswers, type Comparison } from '../../core/provenance/scan-answers';
import { logger } from '../runtime/step';

/** The result of a comparison, and the unchanged answers of Amazon Inspector. */
export interface Compared {
  found: Comparison | string;
  answers?: string;
}

/**
 * Requests the scans of all bills. Returns a sentence when Inspector refuses, because the result is then unknown.
 * Throws when AWS throttles, so that the state machine retries.
 */
async function ask(bills: readonly Bill[]): Promise<unknown[] | string> {
  try {
    return await Promise.all(bills.map((bill) => scanSbom(environment().homeRegion, bill)));
  } catch (error) {
    if (explainAwsError(error).name === 'RequestThrottled') throw error;
    logger.warn('packages could not be compared', { error_name: (error as Error).name });
    return `Amazon Inspector did not answer (${(error as Error).name}: ${messageOf(error)})`;
  }
}

/**
 * Compares the package list of a build with known vulnerabilities. Returns a sentence when the comparison is
 * impossible, which must not count as "no findings".
 */
export async function comparePackages(listKey: string): Promise<Compared> {
  const list = await getText(listKey);
  if (list === undefined) return { found: 'there is no package list' };
  const bills = billsOfMaterials(list);
  if (!bills) return { found: 'its package list does not name its system; lists of older builds do not' };
  const answers = await ask(bills);
  if (typeof answers === 'string') return { found: answers };
  return { found: readAnswers(answers), answers: JSON.stringify(answers) };
}

/** Stores the answers of a comparison and returns the record for the image. */
export async function keepComparison({ found, answers }: Compared, reportKey: string, now: Date): Promise<PackageScan> {
  if (answers === undefined) return packageScan(found, now);
  await putObject(reportKey, answers, 'application/json');
  return packageScan(found, now, { key: reportKey, digest: sha256(answers) });
}
