import type * as z from 'zod';
import type { createImageAnswer, logAnswer, resolveAnswer, snapshotAnswer } from '../../core/api/contract/answers';
import type { commandAnswer, launchAnswer, sessionAnswer } from '../../core/api/contract/instance';

// Types only: the schemas themselves belong to the API.
export type { RunAnswer } from '../../core/api/contract/answers';
export type { ImageDetails } from '../../core/api/contract/image-details';
export type { InstanceAnswer } from '../../core/api/contract/instance';

/** What `POST /v1/images` answers once EC2 has given an id, or without one while it has not. */
export type CreateAnswer = z.output<typeof createImageAnswer>;

/** What `POST /v1/instances` answers: the instance or instances, their image, and why that image. */
export type LaunchAnswer = z.output<typeof launchAnswer>;

/** A shell session that is open. */
export type SessionAnswer = z.output<typeof sessionAnswer>;

/** A command on an instance. */
export type CommandAnswer = z.output<typeof commandAnswer>;

/** What deprecating an image, undoing that, or tagging it answers. */
export type {
  ImageChangeAnswer as ImageChange,
  TagImageAnswer as TagChange,
} from '../../core/api/contract/image-change';

/** What sharing an image answers, and whom images are shared with. */
export type {
  ImageSharesAnswer as ImageShares,
  ShareImageAnswer as ShareChange,
} from '../../core/api/contract/sharing';

/** A stack with its policy. */
export type { StackAnswer } from '../../core/api/contract/stack';

/** What a revocation answers, and an image that was built on another. */
export type { Descendant, RevocationAnswer } from '../../core/api/contract/revocation';

/** A snapshot of an image, as EC2 has it. */
export type SnapshotAnswer = z.output<typeof snapshotAnswer>;

/** A page of a build's log. */
export type LogPage = z.output<typeof logAnswer>;

/** What uses an image and its copies. */
export type { ReferencesAnswer } from '../../core/api/contract/reference';

/** What people said uses an image. */
export type { ReferenceChangeAnswer, RegisteredAnswer } from '../../core/reference/registered';

/** A channel as the list shows it, and what promoting or rolling back answers. */
export type { ChannelChangeAnswer as ChannelChange, ShownChannel } from '../../core/api/contract/channel';

/** One entry of a channel's history. */
export type { Channel } from '../../core/channel/record';

/** The image that a launch would take, and why each other one not. */
export type ResolveAnswer = z.output<typeof resolveAnswer>;

/** A cleanup in short, and one with lines of its plan and what became of what was marked. */
export type { CleanupAnswer, CleanupDetails } from '../../core/api/contract/cleanup';
