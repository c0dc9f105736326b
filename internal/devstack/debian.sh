#!/bin/sh
# Installs the named Debian packages, as root. Servers among them neither start by themselves nor get a cluster of their own: Rembuk starts private
# ones. That holds for this installation alone, so what forbids it is removed again.
set -eu
export DEBIAN_FRONTEND=noninteractive

policy=/usr/sbin/policy-rc.d
cluster=/etc/postgresql-common/createcluster.d/rembuk.conf
made=
tidy() {
	for file in $made; do rm -f "$file"; done
}
trap tidy EXIT
trap 'exit 1' HUP INT TERM

if [ ! -e "$policy" ]; then
	made="$made $policy"
	printf '#!/bin/sh\nexit 101\n' >"$policy"
	chmod 755 "$policy"
fi
mkdir -p "${cluster%/*}"
made="$made $cluster"
echo 'create_main_cluster = false' >"$cluster"

apt-get update -qq
apt-get install -y -qq -o Dpkg::Use-Pty=0 --no-install-recommends "$@" </dev/null

# Nor at the next start of the machine.
if command -v systemctl >/dev/null; then
	case " $* " in *" redis-server "*) systemctl disable --quiet redis-server ;; esac
fi
