import { getImage } from '../../aws/catalog/images';
import { listImagesOfStack } from '../../aws/catalog/releases';
import { getRun, listRuns } from '../../aws/catalog/runs';
import { claimVersion, readBuildNumber, readVersion, takeBuildNumber } from '../../aws/catalog/versions';
import { SpawnError } from '../../core/errors';
import {
  hasOtherContent,
  imagesOfVersion,
  isClaimed,
  isOfVersion,
  lastBuildNumber,
  versionTaken,
  type VersionClaim,
  type VersionHolder,
  type VersionKey,
} from '../../core/release/content';
import { reallyRunning } from '../run/end';

// No deployment allows more simultaneous builds.
const mostRunning = 100;
const mostTries = 5;

export interface WantedContent {
  content: string;
  recipe_digest: string;
}

/**
 * Claims a version for the content of a build. Of two builds with different content, exactly one gets it. Throws
 * VersionTaken when the version is published or being built with other content.
 */
export async function claimContent(
  release: VersionKey,
  wanted: WantedContent,
  buildId: string,
  now: Date,
): Promise<void> {
  const claim: VersionClaim = { content: wanted.content, build_id: buildId, claimed_at: now.toISOString() };
  for (let tries = 0; tries < mostTries; tries += 1) {
    const held = await readVersion(release);
    const other = await otherHolder(release, wanted, held, now);
    if (other) throw versionTaken(release, other);
    if (await claimVersion(release, claim, held)) return;
  }
  throw new SpawnError(
    'CatalogConflict',
    `${release.stack} ${release.version} is being claimed by concurrent builds: retry.`,
    { stack: release.stack, version: release.version },
  );
}

/** Throws VersionTaken when the version is published or being built with other content. Claims nothing. */
export async function checkVersionFree(release: VersionKey, wanted: WantedContent, now: Date): Promise<void> {
  const other = await otherHolder(release, wanted, await readVersion(release), now);
  if (other) throw versionTaken(release, other);
}

/** Returns the version that the next build gets with its number, unless another build takes it first. */
export async function nextNumberedVersion(release: VersionKey): Promise<string> {
  const number = Math.max(await readBuildNumber(release), await lastNumber(release)) + 1;
  return `${release.version}+${number}`;
}

async function lastNumber(release: VersionKey): Promise<number> {
  const versions = (await listImagesOfStack(release.stack))
    .filter(({ variant }) => variant === release.variant)
    .map(({ version }) => version);
  return lastBuildNumber(versions, release.version);
}

/** Returns the version of a build with its number, such as `2.2.0+3`. */
export async function numberedVersion(release: VersionKey): Promise<string> {
  const least = await lastNumber(release);
  for (let tries = 0; tries < mostTries; tries += 1) {
    const number = await takeBuildNumber(release, least);
    if (number !== undefined) return `${release.version}+${number}`;
  }
  throw new SpawnError(
    'CatalogConflict',
    `the builds of ${release.stack} ${release.version} are being numbered by concurrent requests: retry.`,
    { stack: release.stack, version: release.version },
  );
}

/**
 * Returns what has the version with other content. Reads the claim before the images: a build that ends between the two
 * reads has its image by then.
 */
async function otherHolder(
  release: VersionKey,
  wanted: WantedContent,
  held: VersionClaim | undefined,
  now: Date,
): Promise<VersionHolder | undefined> {
  if (held && held.content !== wanted.content) {
    const run = await getRun(held.build_id);
    const [running] = run?.status === 'running' ? await reallyRunning([run], now) : [];
    const known = run && { ...run, status: running ? ('running' as const) : ('failed' as const) };
    if (isClaimed(held, known, now)) return { build_id: held.build_id, since: held.claimed_at };
    const image = run?.ami_id === undefined ? undefined : await getImage(run.region, run.ami_id);
    const [published] = image ? imagesOfVersion([image], release) : [];
    if (published) return { ami_id: published.ami_id, build_id: held.build_id, since: published.creation_date };
  }
  const { runs } = await listRuns({ kind: 'build', status: 'running', limit: mostRunning });
  const others = runs.filter(
    (run) =>
      isOfVersion(run, release) &&
      !run.discard &&
      run.content_digest !== wanted.content &&
      run.recipe_digest !== wanted.recipe_digest,
  );
  const [running] = await reallyRunning(others, now);
  if (running) return { build_id: running.build_id, since: running.created_at };
  for (const image of imagesOfVersion(await listImagesOfStack(release.stack), release)) {
    const { ami_id, build_id, creation_date: since } = image;
    const run = build_id === undefined ? undefined : await getRun(build_id);
    if (hasOtherContent(image, run, wanted)) return { ami_id, build_id, since };
  }
  return undefined;
}
