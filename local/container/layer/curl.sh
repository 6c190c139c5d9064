#!/bin/sh
# Stand-in of local mode in front of curl: requests to its own endpoint and to the metadata service go to local mode by
# the container engine. Everything else is the machine's own curl.
here=/run/spawn-local
. "$here/facts"
ours=''
for word; do
  case $word in
    --unix-socket) ours='' && break ;;
    http://169.254.169.254* | "http://$ENDPOINT/"* | http://*.localhost:"${ENDPOINT##*:}"/*) ours=1 ;;
  esac
done
own_curl() {
  for folder in $(echo "$PATH" | tr : ' '); do
    if [ "$folder" != "$here/bin" ] && [ -x "$folder/curl" ]; then exec "$folder/curl" "$@"; fi
  done
  echo 'sh: curl: command not found' >&2
  exit 127
}
[ -n "$ours" ] || own_curl "$@"

method='' url='' output='' fail='' silent='' show='' data='' upload='' head=''
request=$(mktemp -d "$here/requests/XXXXXXXX") || exit 2
: >"$request/headers"
all=$#
index=0
# The words are walked through once and put back behind, for the machine's own curl.
while [ "$index" -lt "$all" ]; do
  word=$1
  shift
  set -- "$@" "$word"
  index=$((index + 1))
  value=$1
  used=''
  case $word in
    --output | -o) output=$value used=1 ;;
    --request | -X) method=$value used=1 ;;
    --header | -H) printf '%s\n' "$value" >>"$request/headers" && used=1 ;;
    --data | -d | --data-raw | --data-binary) data=1 used=1 && printf '%s' "$value" >"$request/body" ;;
    --upload-file | -T) upload=$value used=1 ;;
    --retry | --retry-delay | --max-time | -m | --connect-timeout) used=1 ;;
    --fail | -f) fail=1 ;;
    --silent | -s) silent=1 ;;
    --show-error | -S) show=1 ;;
    --location | -L | --retry-connrefused | --retry-all-errors) ;;
    --head | -I) head=1 method=HEAD ;;
    -fsS | -sSf | -fsSL | -sSfL) fail=1 silent=1 show=1 ;;
    -sS) silent=1 show=1 ;;
    -sf | -fs) fail=1 silent=1 ;;
    -*)
      echo "curl: option $word is not in local mode's stand-in for requests to AWS" >&2
      exit 2
      ;;
    *) url=$word ;;
  esac
  if [ -n "$used" ]; then
    shift
    set -- "$@" "$value"
    index=$((index + 1))
  fi
done
[ -z "$upload" ] || cat -- "$upload" >"$request/body" || exit 26
if [ -z "$method" ]; then
  if [ -n "$upload" ]; then method=PUT; elif [ -n "$data" ]; then method=POST; else method=GET; fi
fi
printf '%s\n%s\n' "$method" "$url" >"$request/request"
status=$("$here/bin/tell-local-mode" http "$request")
if [ "$status" = unknown ]; then
  rm -rf "$request"
  own_curl "$@"
fi
code=0
if [ "$status" -ge 400 ] && [ -n "$fail" ]; then
  { [ -n "$silent" ] && [ -z "$show" ]; } || echo "curl: (22) The requested URL returned error: $status" >&2
  code=22
elif [ -n "$head" ]; then
  printf 'HTTP/1.1 %s\r\n\r\n' "$status"
elif [ -n "$output" ]; then
  cat "$request/answer" >"$output" || code=23
else
  cat "$request/answer"
fi
rm -rf "$request"
exit "$code"
