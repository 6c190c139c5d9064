import type { Disk } from '../kernel/types';

/** A root file system as a container image. It is made when it is first needed. */
export class ContainerDisk implements Disk {
  readonly kind = 'disk';
  private made?: Promise<string>;

  /**
   * `make` returns the name of the image; `drop` removes it, or what it would have been made of. `base` is the disk
   * that it goes back to.
   */
  constructor(
    private readonly make: () => Promise<string>,
    private readonly drop: () => Promise<unknown> = async () => undefined,
    private readonly base?: ContainerDisk,
  ) {}

  /** Returns the name of the image. Throws EngineFailed. */
  image(): Promise<string> {
    this.made ??= this.make().catch((error: unknown) => {
      // A full disk or a registry that was away: the next launch tries again.
      this.made = undefined;
      throw error;
    });
    return this.made;
  }

  /** Returns the base that this disk goes back to, which no script has changed. */
  origin(): ContainerDisk {
    return this.base ?? this;
  }

  /** Nothing refers to the disk any more. */
  async release(): Promise<void> {
    await this.made?.catch(() => undefined);
    await this.drop();
  }
}
