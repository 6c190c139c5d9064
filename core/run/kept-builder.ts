import type { Run, StageName } from '../model/run';

type KeptBuilder = NonNullable<Run['kept_builder']>;

/** The bounds of the time that a failed builder is kept, in seconds. */
export const keptBuilderSeconds = { least: 600, most: 86_400 } as const;

// Later stages fail because of the image, and the builder is stopped then.
const stages: readonly (StageName | undefined)[] = ['launch', 'provision', 'clean', 'stop'];

/**
 * Returns the builder that a failed build keeps, and until when: if the request said so, the build failed before its
 * image was created, and nobody cancelled it. A builder that is kept already keeps its time.
 */
export function keptBuilder(run: Run, builder: { id?: string } | undefined, now: Date): KeptBuilder | undefined {
  const { keep_failed_seconds: seconds, failure, cancel_requested, kept_builder } = run;
  if (seconds === undefined || !failure || cancel_requested || failure.name === 'BuildCancelled') return undefined;
  if (!stages.includes(failure.stage) || builder?.id === undefined) return undefined;
  return (
    kept_builder ?? {
      instance_id: builder.id,
      region: run.region,
      until: new Date(now.getTime() + seconds * 1000).toISOString(),
    }
  );
}
