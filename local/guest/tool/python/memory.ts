/** The linear memory of a WebAssembly program, by addresses. The views follow the memory when it grows. */
export class Memory {
  private buffer: ArrayBuffer;
  private view: DataView;
  private all: Uint8Array;

  constructor(private readonly memory: WebAssembly.Memory) {
    this.buffer = memory.buffer;
    this.view = new DataView(this.buffer);
    this.all = new Uint8Array(this.buffer);
  }

  /** Returns the bytes at an address, as a view. */
  bytes(address: number, length: number): Uint8Array {
    this.follow();
    return this.all.subarray(address, address + length);
  }

  /** Returns the text at an address, up to a NUL. */
  text(address: number): string {
    this.follow();
    return Buffer.from(this.all.subarray(address, this.all.indexOf(0, address))).toString('utf8');
  }

  /** Returns the unsigned number of 32 bits at an address. */
  word(address: number): number {
    this.follow();
    return this.view.getUint32(address, true);
  }

  setByte(address: number, value: number): void {
    this.follow();
    this.view.setUint8(address, value);
  }

  setShort(address: number, value: number): void {
    this.follow();
    this.view.setUint16(address, value, true);
  }

  setWord(address: number, value: number): void {
    this.follow();
    this.view.setUint32(address, value, true);
  }

  setLong(address: number, value: number): void {
    this.follow();
    this.view.setBigInt64(address, BigInt(value), true);
  }

  /** Writes bytes and a NUL after them. */
  setText(address: number, text: Uint8Array): void {
    this.bytes(address, text.length + 1).set(text);
    this.setByte(address + text.length, 0);
  }

  private follow(): void {
    if (this.buffer === this.memory.buffer) return;
    this.buffer = this.memory.buffer;
    this.view = new DataView(this.buffer);
    this.all = new Uint8Array(this.buffer);
  }
}
