/** How instances become containers. */
export interface ContainerOptions {
  /** The engine's command, such as `docker`, `podman` or a path; by default the first of the two that is found. */
  engine?: string;
  /** Options of the engine before its subcommand, such as `--runtime` and `runc`. */
  engineOptions?: readonly string[];
  /** More options of every container, such as `--ulimit` and `nofile=4096:4096`. */
  containerOptions?: readonly string[];
  /** Container images by the family of the base, where they differ from the usual ones. */
  bases?: Readonly<Record<string, string>>;
  /** The network of instances with a way to the internet; by default the engine's own. `none` gives no instance one. */
  network?: string;
  /** Megabytes of memory that one container may use at most. */
  memoryMiB?: number;
}

/** The container image of each family of base images. */
export const usualBases: Readonly<Record<string, string>> = {
  al2023: 'docker.io/library/amazonlinux:2023',
  'al2023-gpu': 'docker.io/library/amazonlinux:2023',
  'ubuntu-22.04': 'docker.io/library/ubuntu:22.04',
  'ubuntu-24.04': 'docker.io/library/ubuntu:24.04',
  'debian-12': 'docker.io/library/debian:12',
};

/** Memory of a container unless told otherwise, in megabytes: instances have more, the user's machine may not. */
export const usualMemoryMiB = 4096;
/** Gigabytes of disk that one container may use at most, where the engine can limit it. */
export const usualDiskGiB = 64;
/** Processes that run in one container at most. */
export const mostProcesses = 4096;
