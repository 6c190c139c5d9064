import { parameterImageId } from '../../aws/base-images';
import { updateImage } from '../../aws/catalog/images';
import { allImages } from '../../aws/catalog/releases';
import { describeImages } from '../../aws/images';
import { environment } from '../../aws/environment';
import { knownOwners } from '../../core/base';
import { healthSubjects, judgeSubject, type BaseQuestion, type BaseAnswers } from '../../core/health-subjects';
import { nightInput } from '../../core/steps';
import { logger, step } from '../step';

/** Asks each parameter once; one that cannot be read leaves its images' health unknown. */
async function ask(questions: readonly BaseQuestion[]): Promise<Map<string, string | undefined>> {
  const current = new Map<string, string | undefined>();
  for (const { key, region, parameter } of questions) {
    try {
      current.set(key, await parameterImageId(region, parameter));
    } catch (error) {
      logger.warn('a base could not be read', { region, error_name: (error as Error).name });
      current.set(key, undefined);
    }
  }
  return current;
}

/** Creation dates of the bases in use; those that EC2 does not know any more are not among them. */
async function datesOf(bases: ReadonlyMap<string, readonly string[]>): Promise<Map<string, string>> {
  const dates = new Map<string, string>();
  for (const [region, ids] of bases) {
    const owners = knownOwners(environment().settings.base_owners);
    for (const image of await describeImages(region, { imageIds: ids, owners, includeDisabled: true })) dates.set(`${region}/${image.image_id}`, image.creation_date);
  }
  return dates;
}

/** Compares the base of every published image with what its source names today, with one question for each source and region. */
export const handler = step(nightInput, async (_input, now) => {
  const subjects = healthSubjects(await allImages('all'));
  const answers: BaseAnswers = { current: await ask(subjects.questions), created: await datesOf(subjects.bases) };
  const counts = { healthy: 0, warning: 0, critical: 0, unknown: 0 };
  for (const subject of subjects.images) {
    const health = judgeSubject(subject, answers, now);
    counts[health.level] += 1;
    const known = subject.image.health;
    // What has not changed is not written again, but for the time of the look once a day.
    if (known?.level === health.level && known.messages.join() === health.messages.join() && now.getTime() - Date.parse(known.checked_at) < 72_000_000) continue;
    await updateImage(subject.image.region, subject.image.ami_id, () => ({ health }));
  }
  return counts;
});
