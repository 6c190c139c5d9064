#!/bin/sh
# Stand-in of local mode for cloud-init: it knows whether the first boot has ended, and how to forget it.
echo "cloud-init: stand-in of local mode" >&2
case $1 in
  status)
    case " $* " in *' --wait '*) until [ -e /run/spawn-local/boot-finished ]; do sleep 0.5; done ;; esac
    if [ -e /run/spawn-local/boot-finished ]; then echo 'status: done'; else echo 'status: running'; fi
    ;;
  clean)
    rm -rf /var/lib/cloud/instance /var/lib/cloud/instances /var/lib/cloud/data /var/lib/cloud/sem
    case " $* " in *' --seed '*) rm -rf /var/lib/cloud/seed ;; esac
    case " $* " in *' --logs '* | *' -l '*) rm -f /var/log/cloud-init.log /var/log/cloud-init-output.log ;; esac
    ;;
  --version) echo '/usr/bin/cloud-init 0 (stand-in of local mode)' ;;
  *)
    echo "cloud-init: the stand-in knows status and clean, not '$1'" >&2
    exit 1
    ;;
esac
