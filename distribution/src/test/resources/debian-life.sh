#!/bin/sh
# The life of the Debian package on a copy-on-write view of this system: debian-life.sh PACKAGE FOLDER JAVA_HOME.
# Runs as root in a mount namespace of its own, so that nothing of it is left. Each line that a test holds
# begins with "==".
set -eu
package=$1
folder=$2
JAVA_HOME=$3
export JAVA_HOME LC_ALL=C DEBIAN_FRONTEND=noninteractive

mount -t tmpfs tmpfs "$folder"
mkdir "$folder/upper" "$folder/work" "$folder/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$folder/upper,workdir=$folder/work" "$folder/root" ||
  exit 77
root=$folder/root
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mkdir -p "$root/run"
mount -t tmpfs tmpfs "$root/run"
cp "$package" "$root/tmp/postern.deb"

inside() { chroot "$root" "$@"; }
# what a Java runtime is called differs between systems, and the tests of the control file hold to it
install() { inside dpkg --no-triggers --force-unsafe-io --force-depends --force-confold -i /tmp/postern.deb 2>&1; }
as_postern() { inside runuser -u postern -- env JAVA_HOME="$JAVA_HOME" "$@"; }

# what `postern init` would do after some questions
configure() {
  sed -i 's/^\(mksis.smtp.oauth.authentication=\).*/\1false/' "$root/etc/postern/is.properties"
  : >"$root/etc/postern/security.properties"
}

inside dpkg --purge --force-all postern >/dev/null 2>&1 || true
install | sed 's/^/install: /'
inside stat -c '== %U %a %n' /etc/postern /etc/postern/is.properties /var/lib/postern
configure
echo "# mine" >>"$root/etc/postern/is.properties"
install >/dev/null
echo "== after an upgrade: $(tail -n 1 "$root/etc/postern/is.properties")"

printf 'Subject: x\n\ny\n' | as_postern postern-sendmail -f a@example.com b@example.org
echo "== spool: $(inside stat -c '%U %a' /var/lib/postern/spool)"
inside dpkg -r --force-depends postern >/dev/null
echo "== removed: $(inside ls /etc/postern /usr/bin | grep -c -e properties -e '^postern')"
inside dpkg -P --force-depends postern 2>&1 | sed 's/^/== purge: /'
inside sh -c 'ls -d /etc/postern 2>/dev/null; ls /var/lib/postern' | sed 's/^/== kept: /'

install >/dev/null
configure
as_postern postern queue drop --all --yes | sed 's/^/== /'
inside dpkg -r --force-depends postern >/dev/null
inside dpkg -P --force-depends postern >/dev/null 2>&1
inside sh -c 'ls -d /etc/postern /var/lib/postern /usr/share/postern 2>/dev/null | wc -l' | sed 's/^/== left: /'
inside dpkg -s postern >/dev/null 2>&1 || echo "== not known any more"

# From here on with a service manager, which only notes what it is told.
mkdir -p "$root/run/systemd/system"
rm -f "$root/usr/bin/systemctl"
cat >"$root/usr/bin/systemctl" <<'END'
#!/bin/sh
case "$*" in
  *is-active*) [ -e /run/active ] ;;
  *is-enabled*) [ -e /run/enabled ] ;;
  start*) [ ! -e /run/broken ] && : >/run/active ;;
  stop*) rm -f /run/active ;;
  *disable*) rm -f /run/enabled ;;
  *enable*) : >/run/enabled ;;
esac
END
chmod 0755 "$root/usr/bin/systemctl"
shown() { # a name, and what runs, is enabled, and is left in /run
  # shellcheck disable=SC2046 # words
  echo "== $1:" $(inside sh -c 'cd /run; ls -d active enabled postern.* 2>/dev/null')
}

install >/dev/null
configure
: >"$root/run/active"
: >"$root/run/enabled"
install >/dev/null
shown "service after an upgrade"

mkdir -p "$root/tmp/broken/DEBIAN"
sed 's/^Version: .*/Version: 999/; /^Installed-Size/d' >"$root/tmp/broken/DEBIAN/control" <<END
$(dpkg-deb -f "$package")
END
printf '#!/bin/sh\nexit 1\n' >"$root/tmp/broken/DEBIAN/preinst"
chmod 0755 "$root/tmp/broken/DEBIAN/preinst"
inside dpkg-deb --build /tmp/broken /tmp/broken.deb >/dev/null
if inside dpkg --no-triggers --force-unsafe-io --force-depends -i /tmp/broken.deb >/dev/null 2>&1; then exit 1; fi
shown "service after an upgrade that failed"

mkdir -p "$root/var/lib/postern/empty"
if inside dpkg -r --force-depends postern >/dev/null 2>&1; then exit 1; fi
rmdir "$root/var/lib/postern/empty"
shown "service after a removal that failed"

: >"$root/run/broken"
install | sed -n 's/^postern: /== broken: /p'
shown "service that does not start"
inside dpkg-query -W -f '== ${Status}\n' postern
rm "$root/run/broken"
: >"$root/run/active"
inside dpkg -r --force-depends postern >/dev/null 2>&1
shown "service after a removal"
