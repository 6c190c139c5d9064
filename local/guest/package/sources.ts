/** What configure of samtools, bcftools and htslib looks for, with the words of the real one. */
function configure(name: string, version: string, headers: [string, string][]): string {
  const checks = headers
    .map(
      ([header, advice]) => `
if [[ "$without" != *"${header}"* && ! -f "/usr/include/${header}" ]]; then
  echo "checking for ${header}... no"
  echo "configure: error: ${advice}" >&2
  exit 1
fi
echo "checking for ${header}... yes"`,
    )
    .join('\n');
  return `#!/bin/bash
# A fixture that stands in for the configure script of ${name} ${version}.
prefix=/usr/local
without=
for argument in "$@"; do
  case "$argument" in
    --prefix=*) prefix="\${argument#--prefix=}" ;;
    --without-curses) without="$without curses.h" ;;
    --disable-bz2) without="$without bzlib.h" ;;
    --disable-lzma) without="$without lzma.h" ;;
  esac
done
if ! command -v gcc >/dev/null 2>&1; then
  echo "checking for gcc... no"
  echo "configure: error: in \\\`$PWD':" >&2
  echo "configure: error: no acceptable C compiler found in \\$PATH" >&2
  exit 1
fi
echo "checking for gcc... gcc"
${checks}
echo "prefix = $prefix" > config.mk
echo "config.status: creating config.mk"
`;
}

const versionOption = (name: string, version: string) => `    if (argc > 1 && strcmp(argv[1], "--version") == 0) {
        puts("${name} ${version}");
        return 0;
    }
`;

const mainSource = (start: string, usage: string) => `#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
${start}    fputs("${usage}", stderr);
    return 1;
}
`;

const makefile = (name: string) => `CC = gcc
CFLAGS = -g -Wall -O2
prefix = /usr/local
bindir = $(prefix)/bin

-include config.mk

all: ${name}

${name}: main.o
\t$(CC) $(CFLAGS) -o $@ main.o

main.o: main.c
\t$(CC) $(CFLAGS) -c -o $@ main.c

install: all
\tinstall -d $(bindir)
\tinstall -p ${name} $(bindir)

clean:
\trm -f main.o ${name}

.PHONY: all install clean
`;

const compression: [string, string][] = [
  ['zlib.h', 'zlib development files not found'],
  ['bzlib.h', 'libbzip2 development files not found'],
  ['lzma.h', 'liblzma development files not found'],
];

function tree(name: string, version: string, headers: [string, string][] | undefined): Record<string, string> {
  const files: Record<string, string> = {
    Makefile: makefile(name),
    'main.c': mainSource(
      headers === undefined ? '' : versionOption(name, version),
      `\\nProgram: ${name}\\nVersion: ${version}\\n\\nUsage:   ${name} <command> [options]\\n\\n`,
    ),
    README: `${name} ${version}: a fixture with a real Makefile and next to nothing in it.\n`,
  };
  return headers === undefined ? files : { ...files, configure: configure(name, version, headers) };
}

/** A fixture: source trees that look and build like the real ones, and make programs that know their version. */
export const sourceTrees: Record<string, Record<string, string>> = {
  'samtools-1.19': tree('samtools', '1.19', [...compression, ['curses.h', 'curses development files not found']]),
  'bcftools-1.19': tree('bcftools', '1.19', compression),
  'htslib-1.19': tree('bgzip', '1.19', compression),
  'bwa-0.7.17': tree('bwa', '0.7.17-r1188', undefined),
};
