import type * as z from 'zod';
import type { createImageAnswer, logAnswer, resolveAnswer, snapshotAnswer } from '../core/api-answers';
import type { commandAnswer, launchAnswer, sessionAnswer } from '../core/instance-answers';

// Types only: the schemas themselves belong to the API.
export type { RunAnswer } from '../core/api-answers';
export type { ImageDetails } from '../core/image-details';
export type { InstanceAnswer } from '../core/instance-answers';

/** What `POST /v1/images` answers once EC2 has given an id, or without one while it has not. */
export type CreateAnswer = z.output<typeof createImageAnswer>;

/** What `POST /v1/instances` answers: the instance or instances, their image, and why that image. */
export type LaunchAnswer = z.output<typeof launchAnswer>;

/** A shell session that is open. */
export type SessionAnswer = z.output<typeof sessionAnswer>;

/** A command on an instance. */
export type CommandAnswer = z.output<typeof commandAnswer>;

/** What deprecating an image, undoing that, or tagging it answers. */
export type { ImageChangeAnswer as ImageChange, TagImageAnswer as TagChange } from '../core/image-changes';

/** What sharing an image answers, and whom images are shared with. */
export type { ImageSharesAnswer as ImageShares, ShareImageAnswer as ShareChange } from '../core/image-sharing';

/** A stack with its policy. */
export type { StackAnswer } from '../core/stack-contract';

/** What a revocation answers, and an image that was built on another. */
export type { Descendant, RevocationAnswer } from '../core/revocation-contract';

/** A snapshot of an image, as EC2 has it. */
export type SnapshotAnswer = z.output<typeof snapshotAnswer>;

/** A page of a build's log. */
export type LogPage = z.output<typeof logAnswer>;

/** What uses an image and its copies. */
export type { ReferencesAnswer } from '../core/reference-contract';

/** What people said uses an image. */
export type { ReferenceChangeAnswer, RegisteredAnswer } from '../core/registered-reference';

/** A channel as the list shows it, and what promoting or rolling back answers. */
export type { ChannelChangeAnswer as ChannelChange, ShownChannel } from '../core/channel-api';

/** One entry of a channel's history. */
export type { Channel } from '../core/channel';

/** The image that a launch would take, and why each other one not. */
export type ResolveAnswer = z.output<typeof resolveAnswer>;

/** A cleanup in short, and one with lines of its plan and what became of what was marked. */
export type { CleanupAnswer, CleanupDetails } from '../core/cleanup-contract';
