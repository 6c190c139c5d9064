# Debian's images have no SSM agent. It is fetched from AWS's bucket of the region; a failure shows in the console, and the build ends as InstanceUnreachable.
install_agent() {
  . /etc/os-release
  [ "${ID:-}" = debian ] && ! command -v amazon-ssm-agent >/dev/null || return 0
  local token region deb=/run/amazon-ssm-agent.deb metadata=http://169.254.169.254/latest
  token=$(curl --fail --silent --retry 5 --request PUT --header 'X-aws-ec2-metadata-token-ttl-seconds: 300' "$metadata/api/token")
  region=$(curl --fail --silent --retry 5 --header "X-aws-ec2-metadata-token: $token" "$metadata/meta-data/placement/region")
  if curl --fail --silent --show-error --retry 5 --output "$deb" "https://s3.$region.amazonaws.com/amazon-ssm-$region/latest/debian_$(dpkg --print-architecture)/amazon-ssm-agent.deb"; then
    # At the first boot another program may hold the lock of packages, for which dpkg does not wait.
    for _ in $(seq 1 60); do
      dpkg -i "$deb" && systemctl enable --now amazon-ssm-agent && break
      sleep 5
    done
  fi
  rm -f "$deb"
}
install_agent
