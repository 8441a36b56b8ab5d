#!/bin/sh
# Makes the recording that bitehist replays where it cannot trace:
#   bitehist.sh OUTPUT   (as root, on a machine whose /var/tmp lies on a block device)
set -eu
here=$(dirname "$(realpath "$0")")
work=$(mktemp -d /var/tmp/sample.XXXXXX)
trap 'rm -rf "$work"' EXIT
# The recording keeps the paths of programs: the script's own place is nobody's business.
cp "$here/workload.sh" "$work"
# Only the workload's programs and the kernel's own threads: what else runs here is not of interest.
names='COMM ~ "kworker*" || COMM ~ "swapper*"'
for name in workload.sh trace-cmd dd head cp tar gzip git sqlite3 fio sync; do
  names="$names || COMM == \"$name\""
done
options="--compression zstd -b 8192 -e block:block_rq_complete"
for event in block:block_rq_issue sched:sched_switch sched:sched_process_exec \
  task:task_rename task:task_newtask; do
  options="$options -e $event -f '$names'"
done
"$here/record.sh" "$1" "$options" "$work/workload.sh" "$work"
