#!/bin/bash
# Looks for what an image must not carry and prints a report as JSON: file, line and rule, never the text that it found.
# What could not be looked at is `unknown`, never `clean`.
# RULES is a table: name, item, body, entropy, before, except, files, pattern.
set -u
set -o pipefail
export LC_ALL=C
cleanup_code=$1
root=${SEARCH_ROOT:-}
limit=${SEARCH_SECONDS:-840}
work=${SEARCH_WORK:-/run/spawn}/search
rm -rf "$work"
mkdir -p "$work"
tab=$'\t'
items='private-keys cloud-credentials environment-tokens secret-values authorized-keys host-keys shell-histories cloud-init-state agent-registration machine-id random-seed device-identity'
# The reasons stay in memory: the disk that cannot be written may be the reason.
unknowns=''

# add ITEM RULE < "file[TAB]line" lines: what was found.
add() { sed -e "s|^$root/|/|" -e "s|^|$1$tab$2$tab|" >>"$work/found"; }
unknown() { for one in $1; do unknowns="$unknowns$one$tab$2"$'\n'; done; }
# writable: whether the work folder takes at least one page more than before.
writable() { { printf '%65536s' x >>"$work/probe"; } 2>/dev/null; }
full="$work cannot be written, is its disk full? Nothing that the search found is sure"
# mark TEST ITEM RULE PATH…: the paths that exist (-e) or are not empty (-s).
mark() {
  condition=$1 item=$2 rule=$3
  shift 3
  for path in "$@"; do
    if test "$condition" "$path"; then printf '%s\t%s\t%s\n' "$item" "$rule" "${path#"$root"}" >>"$work/found"; fi
  done
}

# within COMMAND…: runs it in what is left of the time. Files that vanish meanwhile are no error.
within() {
  left=$((limit - SECONDS))
  [ "$left" -gt 0 ] || return 124
  : >"$work/errors" || return 2
  timeout "$left" "$@" 2>"$work/errors"
  code=$?
  [ "$code" -eq 124 ] && return 124
  # find fails with 1 and xargs with 123 when a file has vanished. A failure that says nothing is another one.
  case $code in
    0) ;;
    1 | 123) [ -s "$work/errors" ] || return 2 ;;
    *) return 2 ;;
  esac
  said=$(grep -v 'No such file or directory' "$work/errors")
  [ -z "$said" ] || return 2
}
why() {
  if [ "$1" -eq 124 ]; then
    echo "the search did not end in the $limit seconds that it had: give limits.clean more time"
  elif ! writable; then
    echo "$full"
  else
    { grep -v 'No such file or directory' "$work/errors" || echo 'a program that the search needs failed'; } | head -n 1
  fi
}

# The local file systems; others (proc, tmpfs, images of snaps) are not part of an image.
places() {
  printf '%s\n' "$root/"
  [ -n "$root" ] && return
  while read -r _ mount type _; do
    case $type in ext[234] | xfs | btrfs | f2fs | jfs | zfs) [ "$mount" = / ] || printf '%b\n' "$mount" ;; esac
  done </proc/mounts
}

# Every file, one a line, with a \001 for what would end a name too early. The state that other items look at is left to them.
list_files() {
  places | while IFS= read -r place; do
    within find "$place" -xdev \( -path "$root/proc" -o -path "$root/sys" -o -path "$root/dev" -o -path "$root/run" \
      -o -path "$root/var/lib/amazon/ssm" -o -path "$root/var/lib/snapd/device" -o -path "$root/etc/ssh/ssh_host_*" \) -prune -o -type f -print0 || return
  done | tr '\n\t\000' '\001\001\n'
}
# through LIST COMMAND…: the command with the files of a list as its last arguments.
through() {
  list=$1
  shift
  # grep ends with 1 where nothing matches; only what is above that is a failure for xargs.
  tr '\n' '\000' <"$list" | within xargs -0 bash -c '"$@"; [ $? -le 1 ]' search "$@" | tr '\000' '\t'
  case "${PIPESTATUS[*]}" in
    '0 0 0') return 0 ;;
    *' 124 '*) return 124 ;;
    *) return 2 ;;
  esac
}

# matches ITEMS LIST OUT OPTION…: into OUT the "file[TAB]line:match" lines of grep with the options, for the files of a list.
matches() {
  for_items=$1 in_files=$2 out=$3
  shift 3
  through "$in_files" grep -HnoE --null -m 5001 "$@" >"$out" || return
  [ -s "$out" ] || return 0
  many=$(awk -F '\t' '{ line = $1 FS substr($2, 1, index($2, ":")) } line != last { last = line; if (++count[$1] == 5001) print $1 }' "$out" | head -n 1)
  [ -z "$many" ] || unknown "$for_items" "${many#"$root"} has more than 5000 lines that look like secrets, and not all of them were judged"
  # The end of one match takes the character that the next one may start with: search again from there on.
  cut -f 1 "$out" | uniq >"$work/again" || return 2
  through "$work/again" grep -HnE --null -m 5001 "$@" >"$work/texts" || return
  awk -v rests="$work/rests" -v where="$work/where" '
    { at = index($0, "\t"); colon = at + index(substr($0, at + 1), ":"); place = substr($0, 1, colon); text = substr($0, colon + 1) }
    FILENAME == ARGV[1] { match_of[place, ++count[place]] = text; next }
    {
      for (i = 1; i <= count[place]; i++) {
        at = index(text, match_of[place, i])
        if (at == 0) break
        text = substr(text, at + length(match_of[place, i]) - 1)
        if (length(text) > 1) { print substr(text, 1, 4096) >rests; print place >where }
      }
    }' "$out" "$work/texts" || return 2
  [ -s "$work/rests" ] || return 0
  grep -anoE "$@" "$work/rests" >"$work/more"
  [ $? -le 1 ] || return 2
  awk '
    FILENAME == ARGV[1] { place[FNR] = $0; next }
    FILENAME == ARGV[2] { rest[FNR] = $0; next }
    { at = index($0, ":"); line = substr($0, 1, at - 1); text = substr($0, at + 1) }
    index(rest[line], text) == 1 { print place[line] text }' "$work/where" "$work/rests" "$work/more" >>"$out" || return 2
  rm -f "$work/rests" "$work/where"
}

# judge NAME ENTROPY BEFORE EXCEPT < "file[TAB]line:match" lines: "file[TAB]line" of the values that are secrets.
judge() {
  awk -v least="$2" -v before="$3" -v but="$4" '
    function entropy(text, count, letters, i, letter, sum) {
      # Not every awk gives a function an empty array at each call.
      for (letter in count) delete count[letter]
      letters = length(text)
      for (i = 1; i <= letters; i++) count[substr(text, i, 1)]++
      for (letter in count) sum -= count[letter] / letters * log(count[letter] / letters)
      return sum / log(2)
    }
    {
      at = index($0, "\t")
      file = substr($0, 1, at - 1)
      rest = substr($0, at + 1)
      at = index(rest, ":")
      line = substr(rest, 1, at - 1)
      value = substr(rest, at + 1)
      if (before == "-") sub(/^[^A-Za-z0-9]/, "", value)
      else sub(before, "", value)
      trimmed = value
      sub(/[^A-Za-z0-9]$/, "", trimmed)
      if (but != "-" && (value ~ but || trimmed ~ but)) next
      if (least > 0 && entropy(value) < least) next
      print file "\t" line
    }'
}

# has_body FILE LINE: whether base64 follows the label of a key, at least 24 characters of it, on the line or below.
has_body() {
  awk -v at="$2" '
    function is_key(text, seen, i, letter, kinds) {
      if (text !~ /^[A-Za-z0-9+\/=]+$/ || length(text) < 24) return 0
      for (letter in seen) delete seen[letter]
      for (i = 1; i <= length(text); i++) {
        letter = substr(text, i, 1)
        if (!(letter in seen)) kinds++
        seen[letter] = 1
      }
      return kinds >= 10
    }
    NR < at { next }
    NR > at + 12 { exit }
    {
      text = $0
      if (NR == at) {
        label = index(text, "-----BEGIN ")
        if (label > 0) text = substr(text, label + 11)
        sub(/^Private-Lines: [0-9]+/, "", text)
        sub(/^[A-Z0-9 ]*PRIVATE KEY( BLOCK)?-----/, "", text)
      }
      gsub(/\\r|\\n|\r/, " ", text)
      gsub(/["'\''`,;|>*#\\]/, " ", text)
      count = split(text, words, " ")
      for (i = 1; i <= count; i++) if (is_key(words[i])) { found = 1; exit }
      # Headers and empty lines stand between label and body; other text ends the search.
      if (NR > at && text ~ /[^ ]/ && text !~ /^[ \t]*[A-Za-z][A-Za-z-]*: /) exit
    }
    END { exit !found }' "$1"
}

# is_shipped FILE: whether a package manager installed the file and nobody changed it: test keys, documentation.
is_shipped() {
  file=$1
  path=${file#"$root"}
  # Where rpm has no database, asking it would make one.
  if command -v rpm >/dev/null && { [ -d "$root/var/lib/rpm" ] || [ -d "$root/usr/lib/sysimage/rpm" ]; }; then
    rpm ${root:+--root "$root"} -qf --queryformat '[%{FILEDIGESTS} %{FILENAMES}\n]' "$path" 2>/dev/null |
      grep -xF "$(sha256sum <"$file" | cut -c 1-64) $path" >/dev/null && return
  fi
  info=$root/var/lib/dpkg/info
  if [ -d "${info%/info}" ]; then
    sum=$(md5sum <"$file" | cut -c 1-32)
    short=${path#/usr}
    grep -qsxF -e "$sum  ${path#/}" -e "$sum  ${short#/}" "$info"/*.md5sums && return
    grep -qsxF -e " $path $sum" "$root/var/lib/dpkg/status" && return
  fi
  # npm: installed from a registry, and not changed since the list of what is installed was written.
  case $file in
    */node_modules/*)
      installed=${file%%/node_modules/*}/node_modules
      package=$(printf 'node_modules/%s' "${file#"$installed/"}" | sed -E 's#^(.*node_modules/(@[^/]+/)?[^/]+)/.*#\1#')
      [ ! "$file" -nt "$installed/.package-lock.json" ] &&
        grep -sF -A 4 -e "\"$package\": {" "$installed/.package-lock.json" | grep -F '"integrity": "' >/dev/null && return
      ;;
    */botocore/data/*/examples-1.json | */go/pkg/mod/*/testdata/* | */go/pkg/mod/*_test.go) return 0 ;;
    "$root"/usr/local/go/src/*/testdata/* | "$root"/usr/local/go/src/*_test.go) return 0 ;;
    */gems/*/test/* | */gems/*/spec/* | */cargo/registry/src/*/test*/* | */site-library/*/test*/*) return 0 ;;
  esac
  # pip: RECORD beside the packages has digests; what came from a folder or an address of its own is nobody's release.
  above=$file
  while above=${above%/*} && [ -n "$above" ] && [ "$above" != "$root" ]; do
    if compgen -G "$above/*.dist-info/RECORD" >/dev/null; then
      digest=$(printf "$(sha256sum <"$file" | cut -c 1-64 | sed 's/../\\x&/g')" | base64 | sed -e 'y|+/|-_|' -e 's/=*$//')
      record=$(grep -lsF -e "${file#"$above"/},sha256=$digest," "$above"/*.dist-info/RECORD | head -n 1)
      [ -n "$record" ] && [ ! -e "${record%/*}/direct_url.json" ] && return
    fi
    if [ -d "$above/conda-meta" ]; then
      grep -qsF -e "$(sha256sum <"$file" | cut -c 1-64)" "$above"/conda-meta/*.json && return
    fi
  done
  return 1
}

# keep_unshipped < "file[TAB]line" lines: those whose file is not as a package shipped it.
keep_unshipped() {
  last_file=''
  sort -u | while IFS=$tab read -r file line; do
    if [ "$file" != "$last_file" ]; then
      last_file=$file
      shipped=no
      if is_shipped "$file"; then shipped=yes; fi
    fi
    if [ "$shipped" = no ]; then printf '%s\t%s\n' "$file" "$line"; fi
  done
}

# keep_bodies BODY < "file[TAB]line" lines: all, or those where a key follows its label.
keep_bodies() {
  while IFS=$tab read -r file line; do
    if [ "$1" != body ] || has_body "$file" "$line"; then printf '%s\t%s\n' "$file" "$line"; fi
  done
}

search_contents() {
  list_files >"$work/listed" || return
  sed $'/\001/d' "$work/listed" >"$work/files" || return 2
  odd=$(grep -a -m 1 $'\001' "$work/listed")
  [ -z "$odd" ] || unknown "$contents" "a file whose name has a line break or a tab was not searched: $(printf '%s' "${odd#"$root"}" | tr '\001' '?')"
  printf '%s\n' "$RULES" | awk -F '\t' '$7 == "-" { print $8 }' >"$work/patterns" || return 2
  matches 'private-keys cloud-credentials' "$work/files" "$work/hits" -I -f "$work/patterns" || return
  while IFS=$tab read -r name item body entropy before but files pattern; do
    if [ "$files" = - ]; then
      [ -s "$work/hits" ] || continue
      grep -aE -e "$pattern" "$work/hits" >"$work/matches"
      [ $? -le 1 ] || return 2
    else
      grep -aE -e "$files" "$work/files" >"$work/named"
      [ $? -le 1 ] || return 2
      [ -s "$work/named" ] || continue
      matches "$item" "$work/named" "$work/matches" -a -e "$pattern" || return
    fi
    [ -s "$work/matches" ] || continue
    judge "$name" "$entropy" "$before" "$but" <"$work/matches" |
      keep_bodies "$body" | keep_unshipped | add "$item" "$name" || return 2
  done <<<"$RULES"
}

search_secrets() {
  secrets=${SEARCH_WORK:-/run/spawn}/secrets
  [ -s "$secrets" ] || return 0
  through "$work/files" grep -laF -f "$secrets" >"$work/holding" || return
  while IFS= read -r file; do
    printf '%s\t%s\n' "$file" "$(grep -anF -m 1 -f "$secrets" "$file" | cut -d : -f 1)"
  done <"$work/holding" | add secret-values secret-value || return 2
}

contents='private-keys cloud-credentials environment-tokens secret-values'
search_contents
code=$?
if [ "$code" -ne 0 ]; then
  unknown "$contents" "$(why "$code")"
else
  search_secrets
  code=$?
  if [ "$code" -ne 0 ]; then unknown secret-values "$(why "$code")"; fi
fi

for home in "$root/root" "$root"/home/*; do
  mark -s cloud-credentials stored-credentials "$home/.aws/credentials" "$home/.azure/accessTokens.json" "$home/.git-credentials" \
    "$home/.netrc" "$home/.config/gcloud/credentials.db" "$home/.config/gcloud/application_default_credentials.json"
  mark -s authorized-keys authorized-keys "$home"/.ssh/authorized_keys "$home"/.ssh/authorized_keys2
  mark -s shell-histories shell-history "$home"/.*_history
done
mark -e host-keys host-key "$root"/etc/ssh/ssh_host_*
mark -e cloud-init-state cloud-init-state "$root"/var/lib/cloud/instance "$root"/var/lib/cloud/instances/*
mark -e agent-registration agent-registration "$root"/var/lib/amazon/ssm/*
mark -s random-seed random-seed "$root"/var/lib/systemd/random-seed "$root"/var/lib/random-seed "$root"/var/lib/urandom/random-seed
mark -e device-identity device-identity "$root"/var/lib/snapd/device/private-keys-v1/* "$root"/var/lib/snapd/assertions/asserts-v0/serial
if grep -qsE '"device": *[{][^}]*"(serial|key-id)": *"[^"]' "$root/var/lib/snapd/state.json"; then
  mark -e device-identity device-identity "$root/var/lib/snapd/state.json"
fi
if ! grep -qsx uninitialized "$root/etc/machine-id"; then mark -s machine-id machine-id "$root/etc/machine-id"; fi

touch "$work/found"
if ! writable; then unknown "$items" "$full"; fi
{
  printf '%s' "$unknowns" | sed "s/^/unknown$tab/"
  sort -u "$work/found" | sed "s/^/found$tab/"
} | tr -d '\000-\010\013-\037' | sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' | awk -F '\t' -v code="$cleanup_code" -v most=1000 -v all="$items" '
  $1 == "unknown" && !($2 in reason) { reason[$2] = substr($3, 1, 300) }
  $1 == "found" {
    count[$2]++
    if (count[$2] > most) next
    list[$2] = list[$2] (count[$2] > 1 ? "," : "") "{\"rule\":\"" $3 "\",\"file\":\"" $4 "\"" ($5 == "" ? "" : ",\"line\":" $5) "}"
  }
  END {
    items = split(all, names, " ")
    printf "{\"cleanup_exit_code\":%s,\"items\":[", code
    for (i = 1; i <= items; i++) {
      name = names[i]
      status = (name in reason) ? "unknown" : (name in count) ? "found" : "clean"
      printf "%s{\"name\":\"%s\",\"status\":\"%s\",\"findings\":[%s]", (i > 1 ? "," : ""), name, status, list[name]
      if (count[name] > most) printf ",\"more\":%d", count[name] - most
      if (name in reason) printf ",\"reason\":\"%s\"", reason[name]
      printf "}"
    }
    print "]}"
  }'
rm -rf "$work"
