#!/bin/sh
# Installs the Debian packages that it is given. To be run as root. Nothing is started and no database cluster is made
# on the way: the service keeps PostgreSQL and Redis of its own under var/, and the machine's are nobody's business.
set -eu

policy=/usr/sbin/policy-rc.d
clusters=/etc/postgresql-common/createcluster.d/papg.conf

leave_no_trace() {
    rm -f "$clusters"
    [ -z "${policy_is_ours:-}" ] || rm -f "$policy"
}
trap leave_no_trace EXIT

if [ ! -e "$policy" ]; then
    policy_is_ours=yes
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
fi
mkdir -p "$(dirname "$clusters")"
echo "create_main_cluster = false" >"$clusters"

export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
log=$(mktemp)
if ! apt-get install -qq --yes --no-install-recommends "$@" >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
fi
rm -f "$log"
