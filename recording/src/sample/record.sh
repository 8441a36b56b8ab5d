#!/bin/sh
# Records a trace.dat where the kernel locks ftrace's filter files (lockdown, containers): in a mount
# namespace of its own with a tracefs of its own, plain files stand over the files that trace-cmd
# insists on writing, and an empty one over /proc/kallsyms, which would be nearly all of the file.
#
#   record.sh OUTPUT "TRACE-CMD RECORD OPTIONS" COMMAND [ARGUMENT...]
set -eu
if [ "${RECORD_INSIDE-}" != 1 ]; then
  RECORD_INSIDE=1 exec unshare -m --propagation private "$0" "$@"
fi
output=$(realpath -m "$1")
options=$2
shift 2
tracing=/sys/kernel/tracing
plain=$(mktemp -d)
trap 'rm -rf "$plain"' EXIT
mountpoint -q "$tracing" || mount -t tracefs nodev "$tracing"
echo 1 > "$plain/ftrace_enabled"
mount --bind "$plain/ftrace_enabled" /proc/sys/kernel/ftrace_enabled
for name in set_ftrace_filter set_ftrace_notrace set_ftrace_pid set_ftrace_notrace_pid; do
  if [ -e "$tracing/$name" ]; then
    : > "$plain/$name"
    mount --bind "$plain/$name" "$tracing/$name"
  fi
done
: > "$plain/kallsyms"
mount --bind "$plain/kallsyms" /proc/kallsyms
# The options may hold quoted filters.
eval "trace-cmd record -q $options -o \"\$output\" \"\$@\""
