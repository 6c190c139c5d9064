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

/** What came of a comparison, and Amazon Inspector's answers as they were. */
export interface Compared {
  found: Comparison | string;
  answers?: string;
}

/**
 * A refusal is a sentence, since what nobody could ask is unknown; to what AWS throttles the state machine comes back.
 */
async function ask(bills: readonly Bill[]): Promise<unknown[] | string> {
  try {
    return await Promise.all(bills.map((bill) => scanSbom(environment().homeRegion, bill)));
  } catch (error) {
    if (explainAwsError(error).name === 'RequestThrottled') throw error;
    logger.warn('packages could not be compared', { error_name: (error as Error).name });
    return `Amazon Inspector could not be asked (${(error as Error).name}: ${messageOf(error)})`;
  }
}

/**
 * Compares the package list of a build with known vulnerabilities; a sentence where that cannot be done, which is never
 * 'no findings'.
 */
export async function comparePackages(listKey: string): Promise<Compared> {
  const list = await getText(listKey);
  if (list === undefined) return { found: 'there is no package list' };
  const bills = billsOfMaterials(list);
  if (!bills) return { found: 'its package list does not say which system it is of, as lists of older builds do not' };
  const answers = await ask(bills);
  if (typeof answers === 'string') return { found: answers };
  return { found: readAnswers(answers), answers: JSON.stringify(answers) };
}

/** Stores the answers of a comparison and gives the record that an image keeps of it. */
export async function keepComparison({ found, answers }: Compared, reportKey: string, now: Date): Promise<PackageScan> {
  if (answers === undefined) return packageScan(found, now);
  await putObject(reportKey, answers, 'application/json');
  return packageScan(found, now, { key: reportKey, digest: sha256(answers) });
}
