#!/bin/bash
# Copies the files of a recipe. Each is fetched beside its place, compared with its digest, and then renamed to it: nobody sees half a file.
set -u
umask 022
part=''
trap '[ -z "$part" ] || rm -f "$part"' EXIT
fail() {
  echo "spawn: $1"
  exit 1
}
# Where it is fetched from, its name in messages, destination, mode, user, group (empty: the user's own), digest; then options of curl.
copy() {
  local url=$1 source=$2 destination=$3 mode=$4 user=$5 group=$6 digest=$7
  local folder=${destination%/*} found
  shift 7
  id -u "$user" >/dev/null 2>&1 || fail "there is no user $user on the machine, who is to own $destination: files are copied before the scripts run, so let a script make the user and change the owner"
  group=${group:-$(id -gn "$user")}
  getent group "$group" >/dev/null || fail "there is no group $group on the machine, which is to own $destination: files are copied before the scripts run, so let a script make the group and change the owner"
  [ ! -d "$destination" ] || fail "$destination is a folder on the machine, so no file can be copied to it: name the whole path of the file"
  mkdir -p "$folder/" || fail "the folder $folder of $destination cannot be made"
  part=$(mktemp "$folder/.spawn-XXXXXX") || fail "nothing can be written to $folder"
  curl --fail --silent --show-error --retry 5 "$@" --output "$part" "$url" || fail "$source could not be fetched for $destination: check that it is there, and the route from the subnet to it"
  found=$(sha256sum <"$part")
  found=${found%% *}
  [ "$found" = "$digest" ] || fail "$source is not what the recipe names: its SHA-256 is $found, and the recipe says $digest"
  chown "$user:$group" "$part" && chmod "$mode" "$part" && mv -f "$part" "$destination" || fail "$destination could not be put in place"
  part=''
  echo "$source is copied to $destination ($mode, $user:$group)"
}
