/** What the words are for that stand before several commands. */
export const commandGroups: Readonly<Record<string, string>> = {
  ami: 'the same commands under the names of today: ami create, ami list, …',
  'ami reference': 'what outside AWS uses an image, so that no cleanup removes it',
  builds: 'list, follow and cancel builds',
  stack: 'stacks and the policies by which their images are kept',
};
