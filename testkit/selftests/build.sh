#!/bin/sh
# Builds the kernel's own verifier selftests (tools/testing/selftests/bpf/progs/verifier_*.c) into BPF objects.
#
#   testkit/selftests/build.sh OUTPUT [PATTERN]
#
# PATTERN is a shell pattern of file names without ".c", by default verifier_*. The sources come from Debian's
# package linux-source-6.12, which holds the expected verdicts as annotations; nothing of them is kept in this
# repository. Needed: clang-19, bpftool, python3, and a kernel with /sys/kernel/btf/vmlinux.
# A file that this compiler or kernel cannot build is named on standard error and left out.
set -eu
output=${1:?usage: build.sh OUTPUT [PATTERN]}
pattern=${2:-verifier_*}
package=${LINUX_SOURCE:-/usr/src/linux-source-6.12.tar.xz}
clang=${CLANG:-clang-19}
root=linux-source-6.12

mkdir -p "$output/objects"
cd "$output"
if [ ! -d source/tools/testing/selftests/bpf ]; then
  mkdir -p source
  tar -C source --strip-components=1 -xf "$package" \
    $root/tools/testing/selftests/bpf $root/tools/lib/bpf $root/tools/include \
    $root/scripts/bpf_doc.py $root/include/uapi/linux/bpf.h $root/tools/arch/x86/include
fi
mkdir -p include/bpf
cp source/tools/lib/bpf/*.h include/bpf/
[ -s include/vmlinux.h ] || bpftool btf dump file /sys/kernel/btf/vmlinux format c > include/vmlinux.h
[ -s include/bpf/bpf_helper_defs.h ] ||
  python3 source/scripts/bpf_doc.py --header --file source/include/uapi/linux/bpf.h > include/bpf/bpf_helper_defs.h

failed=0
for file in source/tools/testing/selftests/bpf/progs/$pattern.c; do
  name=$(basename "$file" .c)
  [ "objects/$name.o" -nt "$file" ] && continue
  if ! "$clang" -g -O2 -target bpf -mcpu=v3 -mlittle-endian -std=gnu11 -D__TARGET_ARCH_x86 -DENABLE_ATOMICS_TESTS \
      -Wno-compare-distinct-pointer-types -Wno-microsoft-anon-tag -fms-extensions -w \
      -Iinclude -Isource/tools/testing/selftests/bpf -Isource/tools/include/uapi -Isource/tools/include -idirafter "/usr/include/$(uname -m)-linux-gnu" \
      -c "$file" -o "objects/$name.o" 2> "objects/$name.log"; then
    echo "build.sh: cannot compile $name: $(grep -m1 error "objects/$name.log" || echo "see $output/objects/$name.log")" >&2
    rm -f "objects/$name.o"
    failed=$((failed + 1))
  else
    rm -f "objects/$name.log"
  fi
done
echo "build.sh: $(ls objects/*.o 2>/dev/null | wc -l) objects in $output/objects, $failed not compiled" >&2
