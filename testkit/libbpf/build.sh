#!/bin/sh
# Builds the program that shows what libbpf makes of an object (oracle.c), from the libbpf of Debian's package
# linux-source-6.12: it needs libbpf's inside, so that nothing has to be loaded into a kernel.
#
#   testkit/libbpf/build.sh OUTPUT        makes OUTPUT/oracle
#
# Needed: gcc, make, libelf-dev, zlib1g-dev, python3. Nothing of libbpf is kept in this repository.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
output=${1:?usage: build.sh OUTPUT}
package=${LINUX_SOURCE:-/usr/src/linux-source-6.12.tar.xz}
root=linux-source-6.12

mkdir -p "$output/libbpf"
output=$(cd "$output" && pwd)
cd "$output"
if [ ! -d source/tools/lib/bpf ]; then
  mkdir -p source
  tar -C source --strip-components=1 -xf "$package" $root/tools/lib $root/tools/include $root/tools/build \
    $root/tools/scripts $root/tools/arch $root/scripts/bpf_doc.py $root/include/uapi
fi
[ -s libbpf/libbpf.a ] ||
  make -s -C source/tools/lib/bpf OUTPUT="$output/libbpf/" all > libbpf.log 2>&1 || { tail -5 libbpf.log >&2; exit 1; }
objects=$(ls libbpf/staticobjs/*.o | grep -v -e '/libbpf\.o$' -e '/libbpf-in\.o$')
# shellcheck disable=SC2086
gcc -O1 -w -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -Isource/tools/lib/bpf -Isource/tools/include \
  -Isource/tools/include/uapi -Ilibbpf -o oracle "$here/oracle.c" $objects -lelf -lz
echo "build.sh: $output/oracle" >&2
