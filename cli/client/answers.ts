import type * as z from 'zod';
import type { resolveAnswer, snapshotAnswer } from '../../core/api/contract/answers';
import type { createImageAnswer, logAnswer } from '../../core/api/contract/run';
import type { commandAnswer, launchAnswer, sessionAnswer } from '../../core/api/contract/instance';

// Types only: the schemas themselves belong to the API.
export type { RunAnswer } from '../../core/api/contract/run';
export type { ImageDetails } from '../../core/api/contract/image-details';
export type { InstanceAnswer } from '../../core/api/contract/instance';

/** The answer of `POST /v1/images`; without an image id if EC2 has not assigned one yet. */
export type CreateAnswer = z.output<typeof createImageAnswer>;

/** The answer of `POST /v1/instances`: the instances, their image, and the reason for it. */
export type LaunchAnswer = z.output<typeof launchAnswer>;

/** An open shell session. */
export type SessionAnswer = z.output<typeof sessionAnswer>;

/** A command on an instance. */
export type CommandAnswer = z.output<typeof commandAnswer>;

/** The answers to deprecating, undeprecating and tagging an image. */
export type {
  ImageChangeAnswer as ImageChange,
  TagImageAnswer as TagChange,
} from '../../core/api/contract/image-change';

/** The answer to sharing an image, and the shares of images. */
export type {
  ImageSharesAnswer as ImageShares,
  ShareImageAnswer as ShareChange,
} from '../../core/api/contract/sharing';

/** A stack with its policy. */
export type { StackAnswer } from '../../core/api/contract/stack';

/** What a night would do under a policy. */
export type { PolicyPreviewAnswer as PolicyPreview } from '../../core/api/policy/preview';

/** The answer to a revocation, and an image that was built on another. */
export type { Descendant, RevocationAnswer } from '../../core/api/contract/revocation';

/** A snapshot of an image in EC2. */
export type SnapshotAnswer = z.output<typeof snapshotAnswer>;

/** A page of a build's log. */
export type LogPage = z.output<typeof logAnswer>;

/** What uses an image and its copies. */
export type { ReferencesAnswer } from '../../core/api/contract/reference';

/** The registered references of images. */
export type { ReferenceChangeAnswer, RegisteredAnswer } from '../../core/reference/registered';

/** A channel in the list, and the answer to promoting or rolling back. */
export type { ChannelChangeAnswer as ChannelChange, ShownChannel } from '../../core/api/contract/channel';

/** One entry of a channel's history. */
export type { Channel } from '../../core/channel/record';

/** The image that a launch would select, and the reason for each candidate. */
export type ResolveAnswer = z.output<typeof resolveAnswer>;

/** A cleanup in short, and one with the lines of its plan and the outcome of each removal. */
export type { CleanupAnswer, CleanupDetails } from '../../core/api/contract/cleanup';
