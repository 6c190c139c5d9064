import type { Run } from '../model/run';

/**
 * The first line of a manifest of ours, by which the next build recognizes that it may overwrite the one of its base.
 */
export const manifestTitle = 'This image was made by spawn.';

/**
 * Returns the text of `/opt/README.txt` in an image: what is installed, from which recipe and base, when, by which
 * build, and how to see more. It names no person and no account, because the image may be shared.
 */
export function imageManifest(run: Run, now: Date): string {
  const { plan } = run;
  if (!plan) return '';
  const facts: [string, string | undefined][] = [
    ['Image', plan.image_name],
    ['Stack', `${plan.stack} ${plan.version} (${plan.variant})`],
    ['Description', plan.description],
    [
      'Promised',
      Object.entries(plan.packages ?? {})
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    ],
    ['Installed by', plan.scripts.map(({ name }) => name).join(', ')],
    ['Recipe', run.recipe_digest && `sha256:${run.recipe_digest}`],
    ['Commit', plan.tags.commit],
    ['Base', `${plan.base.name} (${plan.base.ami_id}, ${plan.base.source})`],
    ['Built', now.toISOString()],
    ['Build', run.build_id],
  ];
  const lines = facts
    .filter(([, text]) => text)
    .map(([label, text]) => `${`${label}:`.padEnd(14)}${oneLine(text ?? '')}`);
  const more = [
    'More, where the image is managed:',
    `  spawn builds show ${run.build_id}`,
    '  spawn ami packages AMI   every package',
    '  spawn verify AMI         whether it is what was built',
  ];
  return `${[manifestTitle, '', ...lines, '', ...more].join('\n')}\n`;
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
