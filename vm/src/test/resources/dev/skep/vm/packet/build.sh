#!/bin/sh
# Compiles the programs of this folder again. Needs clang-19 and the headers of linux-libc-dev.
set -eu
cd "$(dirname "$0")"
for source in *.bpf.c; do
  clang-19 -target bpf -mcpu=v3 -O2 -g -ffile-prefix-map="$PWD"=. -Wall -Werror -I"/usr/include/$(uname -m)-linux-gnu" -c "$source" -o "${source%.c}.o"
done
