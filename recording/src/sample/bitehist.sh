#!/bin/sh
# Makes the recording that bitehist replays where it cannot trace:
#   bitehist.sh OUTPUT   (as root, on a machine whose /var/tmp lies on a block device)
set -eu
here=$(dirname "$(realpath "$0")")
work=$(mktemp -d /var/tmp/sample.XXXXXX)
trap 'rm -rf "$work"' EXIT
# The recording keeps the paths of programs: the script's own place is nobody's business.
cp "$here/workload.sh" "$work"
"$here/record.sh" "$1" \
  "--compression zstd -b 8192 -e block:block_rq_issue -e block:block_rq_complete -e sched:sched_switch -e sched:sched_process_exec -e task:task_rename -e task:task_newtask" \
  "$work/workload.sh" "$work"
