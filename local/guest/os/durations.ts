/** How long things take on a simulated guest, in simulated seconds. Orders of magnitude, not measurements. */
export const durations = {
  metadata: 4,
  packageManager: 4,
  perPackage: 2,
  perMegabyteOfPackage: 0.02,
  systemUpdate: 25,
  pipStart: 1.5,
  perPythonProject: 0.6,
  perMegabyteOfPython: 0.06,
  download: 1,
  perMegabyteDownloaded: 0.02,
  configure: 6,
  compile: 1.2,
  shred: 1,
} as const;
