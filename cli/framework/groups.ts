/** The descriptions of words that several commands start with. */
export const commandGroups: Readonly<Record<string, string>> = {
  ami: 'commands for images; most also have a short form, such as create-ami',
  'ami reference': 'uses of images outside AWS, which protect them from cleanups',
  builds: 'list, follow and cancel builds',
  stack: 'stacks and their policies',
};
