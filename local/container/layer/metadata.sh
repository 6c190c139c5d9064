#!/bin/sh
# Stand-in of local mode for the instance metadata service: systemd hands it each connection to 169.254.169.254 as its
# input and output. Local mode answers.
here=/run/spawn-local
IFS=' ' read -r method path _ || exit 0
request=$(mktemp -d "$here/requests/XXXXXXXX") || exit 1
trap 'rm -rf "$request"' EXIT
printf '%s\nhttp://169.254.169.254%s\n' "$method" "$path" >"$request/request"
while IFS= read -r header; do
  header=$(printf '%s' "$header" | tr -d '\r')
  [ -n "$header" ] || break
  printf '%s\n' "$header"
done >"$request/headers"
status=$("$here/bin/tell-local-mode" http "$request")
case $status in 200) reason=OK ;; 401) reason=Unauthorized ;; 404) reason='Not Found' ;; *) reason=Refused ;; esac
printf 'HTTP/1.1 %s %s\r\nContent-Type: text/plain\r\nServer: EC2ws\r\nConnection: close\r\nContent-Length: %s\r\n\r\n' "$status" "$reason" "$(wc -c <"$request/answer" | tr -d ' ')"
[ "$method" = HEAD ] || cat "$request/answer"
