#!/bin/sh
# Compiles the C sources here and keeps the sections that the tests read: NAME.btf is .BTF, NAME.btf.ext is .BTF.ext.
set -eu
cd "$(dirname "$0")"
objects=$(mktemp -d)
trap 'rm -rf "$objects"' EXIT
for source in *.c; do
  name=${source%.c}
  clang-19 -g -O2 -target bpf -fdebug-prefix-map="$PWD"=. -c "$source" -o "$objects/$name.o"
  llvm-objcopy-19 --dump-section ".BTF=$name.btf" "$objects/$name.o" "$objects/$name.1"
  if llvm-objdump-19 -h "$objects/$name.o" | grep -q ' \.BTF\.ext '; then
    llvm-objcopy-19 --dump-section ".BTF.ext=$name.btf.ext" "$objects/$name.o" "$objects/$name.2"
  fi
done
clang-19 -g -O2 -target bpfeb -fdebug-prefix-map="$PWD"=. -c shapes.c -o "$objects/big.o"
llvm-objcopy-19 --dump-section ".BTF=shapes.big.btf" --dump-section ".BTF.ext=shapes.big.btf.ext" "$objects/big.o" "$objects/big.1"
# What libbpf's linker makes of two units is what deduplication is compared with.
for unit in unit1 unit2; do
  clang-19 -g -O2 -target bpf -fdebug-prefix-map="$PWD"=. -c "$unit.c" -o "$objects/$unit.o"
done
bpftool gen object "$objects/linked.o" "$objects/unit1.o" "$objects/unit2.o"
llvm-objcopy-19 --dump-section .BTF=linked.btf "$objects/linked.o" "$objects/linked.1"
