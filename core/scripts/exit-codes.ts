/**
 * Exit codes that only the shipped scripts have. `run.sh` reports a script of a recipe that ends with one of them as 1,
 * so that none of them is ever the code of somebody's own script.
 */
export const exitCodes = { userDataRuns: 249, noTransfer: 250, tooManyReboots: 251 } as const;

/** The exit code of a cleanup script, in the residue report, that the builder could not download. No process has it. */
export const notDownloaded = -1;
