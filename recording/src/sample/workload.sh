#!/bin/sh
# I/O of several sizes by several programs, in the folder given: what the sample recording shows.
set -eu
cd "$1"
for size in 4k 8k 16k 64k 128k 256k 512k; do
  count=40
  case $size in 64k) count=80 ;; 256k) count=24 ;; 512k) count=12 ;; esac
  dd if=/dev/zero of=direct bs=$size count=$count oflag=direct status=none
  dd if=direct of=/dev/null bs=$size iflag=direct status=none
done
# Forgets what is cached of files, so that the next program reads them from the disk.
forget() {
  sync
  for file in "$@"; do
    dd if="$file" iflag=nocache count=0 status=none
  done
}
mkdir tree
i=0
while [ $i -lt 60 ]; do
  head -c $((i * 1500 + 700)) /dev/urandom > tree/file$i
  i=$((i + 1))
done
forget tree/*5
cp -r tree copy
forget copy/*7
tar cf tree.tar tree copy
forget tree.tar
gzip -k tree.tar
sync
git init -q repository
cp -r tree/* repository
git -C repository add .
git -C repository -c user.name=sample -c user.email=sample@example.org commit -q -m sample
sync
sqlite3 table.db 'pragma journal_mode=wal; create table t (id integer primary key, v text);' > /dev/null
i=0
while [ $i -lt 60 ]; do
  echo "insert into t (v) values (hex(randomblob(400)));"
  i=$((i + 1))
done | sqlite3 table.db
fio --name=random --filename=direct --size=2m --rw=randrw --bsrange=4k-128k --direct=1 \
  --ioengine=psync --number_ios=250 --randseed=7 --output=/dev/null
