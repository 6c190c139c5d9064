import type { FileSystem } from '../file/system';

/** Modules that the kernels of all distributions on EC2 have. The list is not complete. */
const usualModules = new Set(
  (
    'overlay br_netfilter bridge nf_conntrack nf_nat ip_tables iptable_nat ip_vs ip_vs_rr ip_vs_wrr ip_vs_sh vxlan tun veth dummy loop fuse ' +
    'xfs nfs nfsd dm_mod dm_crypt tcp_bbr sch_fq xt_conntrack xt_MASQUERADE'
  ).split(' '),
);

/** Returns whether the kernel has a module: undefined where the simulation does not know it. */
export function hasModule(files: FileSystem, name: string): boolean | undefined {
  if (usualModules.has(name)) return true;
  if (files.files('/usr/lib/modules').some((path) => path.endsWith(`/${name}.ko`))) return true;
  return name.startsWith('nvidia') ? false : undefined;
}

/** Loads a module until the machine stops. */
export function loadModule(files: FileSystem, name: string): void {
  files.write(`/sys/module/${name}/initstate`, 'live\n');
}

/** Returns the modules that are loaded, by name. */
export const loadedModules = (files: FileSystem): string[] => files.list('/sys/module');

/** Sets the parameters of the kernel that a file such as one of /etc/sysctl.d has. Returns them as `name = value`. */
export function setParameters(files: FileSystem, text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const [, name, value = ''] = /^\s*-?([\w.*/-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (name === undefined) return [];
    files.write(`/proc/sys/${name.replaceAll('.', '/')}`, `${value}\n`);
    return `${name} = ${value}`;
  });
}

/** Returns the text of the files of parameters that every boot reads, in their order. */
export function parameterFiles(files: FileSystem): string {
  const names = files.list('/etc/sysctl.d').filter((name) => name.endsWith('.conf'));
  return [...names.sort().map((name) => `/etc/sysctl.d/${name}`), '/etc/sysctl.conf']
    .map((path) => files.textOr(path))
    .join('\n');
}

/** Does what systemd does for the kernel at a boot: modules of /etc/modules-load.d, parameters of /etc/sysctl.d. */
export function startKernel(files: FileSystem): void {
  for (const file of files.list('/etc/modules-load.d').filter((name) => name.endsWith('.conf')))
    for (const line of files.textOr(`/etc/modules-load.d/${file}`).split('\n')) {
      const name = line.trim();
      if (/^\w/.test(name) && hasModule(files, name)) loadModule(files, name);
    }
  setParameters(files, parameterFiles(files));
}
