#!/bin/sh
# Starts Dovecot and Postfix below the folder given, says "ready", and stops both when its standard
# input ends: so nothing is left running when the test JVM is gone, however it went.
set -u
dir=$1
exec 2>&1
postfix -c "$dir/postfix/conf" check || exit 1
dovecot -c "$dir/dovecot/dovecot.conf" >"$dir/log/start.log" 2>&1 </dev/null || { cat "$dir/log/start.log"; exit 1; }
postfix -c "$dir/postfix/conf" start >>"$dir/log/start.log" 2>&1 </dev/null || { cat "$dir/log/start.log"; exit 1; }
n=0
while [ ! -S "$dir/postfix/queue/private/auth" ] && [ $n -lt 100 ]; do sleep 0.1; n=$((n + 1)); done
echo ready
cat >/dev/null
postfix -c "$dir/postfix/conf" stop >>"$dir/log/start.log" 2>&1 </dev/null
doveadm -c "$dir/dovecot/dovecot.conf" stop >>"$dir/log/start.log" 2>&1 </dev/null
echo stopped
