/** The descriptions of words that several commands start with. */
export const commandGroups: Readonly<Record<string, string>> = {
  ami: 'More commands for images, such as ami diff',
  'ami reference': 'Register uses outside AWS, which protect images',
  contexts: 'Save deployments under names, and select one',
  builds: 'List, follow and cancel builds',
  notifications: 'Test where events are sent',
  stack: 'Show stacks and set their policies',
};

/**
 * The sections of the help, in order, with the commands of each. A name of one word stands also for the commands that
 * start with it and are not named themselves.
 */
export const helpSections = {
  Build: ['init', 'rehearse', 'build', 'builds', 'create-ami', 'test-ami', 'generate-packer-template'],
  Find: ['list-amis', 'ami', 'resolve', 'verify'],
  Launch: ['launch', 'list', 'connect', 'terminate', 'wait'],
  Publish: [
    'promote-ami',
    'list-channels',
    'rollback-channel',
    'replicate-ami',
    'share-ami',
    'ami shares',
    'allowed-amis',
    'tag-ami',
  ],
  Retire: [
    'deprecate-ami',
    'ami undeprecate',
    'revoke-ami',
    'restore-ami',
    'undelete-ami',
    'cleanup-amis',
    'ami delete',
    'ami cleanups',
    'ami reference',
  ],
  Operate: [
    'stack',
    'nightly',
    'ami health',
    'ami cost',
    'doctor',
    'history',
    'debts',
    'notifications',
    'console',
    'open',
    'contexts',
    'version',
    'completion',
  ],
} as const satisfies Record<string, readonly string[]>;

export type HelpSection = keyof typeof helpSections;

/** Returns the section of a command by its names; otherwise by the words that they start with, the most words first. */
export function sectionOf(names: readonly string[]): HelpSection | undefined {
  const starts = names
    .map((name) => name.split(' '))
    .flatMap((words) => words.map((_, index) => words.slice(0, index + 1)))
    .sort((left, right) => right.length - left.length)
    .map((words) => words.join(' '));
  const sections = Object.entries(helpSections) as [HelpSection, readonly string[]][];
  for (const candidate of [...names, ...starts]) {
    const found = sections.find(([, known]) => known.includes(candidate));
    if (found !== undefined) return found[0];
  }
  return undefined;
}
