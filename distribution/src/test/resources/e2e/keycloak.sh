#!/bin/sh
# Runs Keycloak until standard input ends. Arguments: its home, the log file, then those of kc.sh.
set -u
home=$1 log=$2
shift 2
"$home/bin/kc.sh" "$@" >"$log" 2>&1 </dev/null &
pid=$!
trap 'kill $pid 2>/dev/null' TERM INT
cat >/dev/null
kill $pid 2>/dev/null
wait $pid
