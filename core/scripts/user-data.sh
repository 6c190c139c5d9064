#!/bin/bash
# While user data runs, an image would have half of its work. Without --wait, which never ends where cloud-init hangs; its exit code is
# 2 after errors that it has recovered from. Without cloud-init or an answer of it nothing is known.
user_data_runs() {
  command -v cloud-init >/dev/null || return 1
  timeout 30 cloud-init status --long 2>/dev/null </dev/null | grep -Eq '^(extended_)?status: .*(running|not run|not started)'
}
