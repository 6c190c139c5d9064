/** Names of commands of a build. Each command is sent to an instance once by its name, so no script may have one. */
export const commandNames = { copyFiles: 'copy-files', clean: 'clean' } as const;
