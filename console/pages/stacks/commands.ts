/** The words of the command that lists stacks. */
export const listCommand = ['stack', 'list'];

/** Returns the words of the command that shows a stack with its policy. */
export const showCommand = (stack: string): string[] => ['stack', 'show', stack];

/** Returns the words of the command that resumes the rebuilds of a stack. */
export const resumeCommand = (stack: string): string[] => ['stack', 'resume', stack];

/** Returns the words of the command that lists all images of a stack. */
export const versionsCommand = (stack: string): string[] => [
  ...['list-amis', '--stack', stack, '--region', 'all', '--deprecated', '--revoked'],
];
