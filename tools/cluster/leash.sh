#!/bin/sh
# leash.sh LOG PROGRAM [ARGUMENT…]: runs PROGRAM, its output in LOG, until it ends or standard input closes.
# Whoever holds the other end of that pipe ends the program by closing it or by dying, even when killed; TERM first, KILL two seconds later.
log=$1
shift
exec 3<&0
"$@" </dev/null 3<&- >"$log" 2>&1 &
program=$!
{
  cat <&3 >/dev/null
  kill -TERM "$program"
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    sleep 0.1
    kill -0 "$program" || exit
  done
  kill -KILL "$program"
} >/dev/null 2>&1 &
watcher=$!
exec 3<&-
wait "$program"
code=$?
kill "$watcher" 2>/dev/null
exit "$code"
