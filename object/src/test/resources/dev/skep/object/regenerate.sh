#!/bin/sh
# Compiles the fixtures with clang-19 and writes beside each what libbpf makes of it (*.listing).
#
#   ./regenerate.sh ORACLE     ORACLE: the program that testkit/libbpf/build.sh makes
set -eu
cd "$(dirname "$0")"
oracle=${1:?usage: regenerate.sh ORACLE}
for source in *.c; do
  name=$(basename "$source" .c)
  clang-19 -g -O2 -ffile-prefix-map="$PWD"=. -target bpf -mcpu=v3 -I"/usr/include/$(uname -m)-linux-gnu" -c "$source" -o "$name.o"
done
clang-19 -g -O2 -ffile-prefix-map="$PWD"=. -target bpfeb -mcpu=v3 -I"/usr/include/$(uname -m)-linux-gnu" -c core.c -o core_big.o
clang-19 -g -O2 -ffile-prefix-map="$PWD"=. -target bpfeb -mcpu=v3 -I"/usr/include/$(uname -m)-linux-gnu" -c core_target.c -o core_target_big.o
"$oracle" @core_target.o core.o > core.listing
"$oracle" @core_ambiguous.o core.o > core_ambiguous.listing
"$oracle" @core_target.o linking.o > linking.listing
"$oracle" @core_target.o arena.o > arena.listing
"$oracle" @core_target.o operations.o > operations.listing
