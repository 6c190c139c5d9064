import type { FileSystem } from '../file/system';
import type { System } from '../process/system';

const daemon = '/usr/lib/snapd/snapd';
const socket = '/run/snapd.socket';
const state = '/var/lib/snapd/state.json';
const keys = '/var/lib/snapd/device/private-keys-v1';

const stateText = (device: Record<string, string>): string => JSON.stringify({ data: { auth: { device } } });
const model = { brand: 'generic', model: 'generic-classic' };

/** Adds snapd to a disk as the vendor ships it, not yet registered with the store. */
export function addSnapd(files: FileSystem): void {
  files.write(daemon, '', { mode: 0o755 });
  files.write(state, stateText(model), { mode: 0o600 });
}

/** Starts snapd, where a disk has it: without a serial it makes a key of the device and gets one from the store. */
export function startSnapd({ files, facts }: System): void {
  if (!files.exists(daemon)) return;
  files.write(socket, '');
  if (files.textOr(state).includes('"serial"')) return;
  files.write(`${keys}/${facts.instanceId}`, `key of ${facts.instanceId}\n`, { mode: 0o600 });
  files.write(state, stateText({ ...model, serial: facts.instanceId, 'key-id': facts.instanceId }), { mode: 0o600 });
}

/**
 * Answers a request on snapd's socket; undefined where nobody listens. Its API (POST /v2/model/serial) forgets key and
 * serial of the device; other requests are not modeled.
 */
export function askSnapd(files: FileSystem, path: string, url: string, body: string): string | undefined {
  if (path !== socket || !files.exists(socket)) return undefined;
  if (!url.endsWith('/v2/model/serial') || !/"action": *"forget"/.test(body)) {
    return '{"type":"error","status-code":404,"result":{"message":"not modeled by this simulation"}}';
  }
  files.list(keys).forEach((name) => files.remove(`${keys}/${name}`));
  files.write(state, stateText(model), { mode: 0o600 });
  return '{"type":"sync","status-code":200,"status":"OK","result":null}';
}
