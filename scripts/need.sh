# Sourced by the commands of this folder: makes sure that the machine has what they need.
# On Debian and Ubuntu root gets it installed; everybody else is told the exact line.

say() { printf '%s\n' "$*" >&2; }

as_root() {
  if [ "$(id -u)" = 0 ]; then printf '%s' "$1"; else printf 'sudo sh -c "%s"' "$1"; fi
}

# need_packages PACKAGE...: installs those Debian packages, or says how and ends.
need_packages() {
  line="apt-get update && apt-get install -y --no-install-recommends $*"
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    say "These packages are missing: $*"
    if command -v apt-get >/dev/null 2>&1; then
      say "Install them with this line, then run the same command again:"
      say "  $(as_root "$line")"
    else
      say "This is no Debian or Ubuntu system: install what corresponds to them."
    fi
    exit 1
  fi
  say "Installing $* ..."
  if command -v debconf-set-selections >/dev/null 2>&1; then
    # No configuration of its own: the tests bring theirs, in a folder of theirs.
    echo 'postfix postfix/main_mailer_type select No configuration' | debconf-set-selections
  fi
  log=$(mktemp)
  if ! { apt-get update -q && DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -q --no-install-recommends "$@"; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    say "The packages could not be installed; the whole output is in $log"
    exit 1
  fi
  rm -f "$log"
}

# fetch_nodemailer: puts it into $nodemailer; false where it cannot be fetched.
fetch_nodemailer() {
  nodemailer=benchmarks/target/nodemailer
  command -v npm >/dev/null 2>&1 || need_packages nodejs npm
  mkdir -p "$nodemailer"
  (cd "$nodemailer" && npm install --silent --no-save --fetch-retries=1 --fetch-timeout=60000 \
    nodemailer@10.6.0 >&2)
}

# feature_version JAVA: prints 17, 21, 25 ... or nothing
feature_version() {
  "$1" -XshowSettings:properties -version 2>&1 |
    sed -n 's/^ *java\.specification\.version = \([0-9]*\).*/\1/p'
}

# use_jdk: JAVA_HOME becomes a JDK (with a compiler) of 17 or newer.
use_jdk() {
  for home in "${JAVA_HOME:-}" \
    "$(p=$(command -v javac 2>/dev/null) && p=$(readlink -f "$p") && echo "${p%/bin/javac}")" \
    /usr/lib/jvm/*; do
    [ -n "$home" ] && [ -x "$home/bin/javac" ] || continue
    version=$(feature_version "$home/bin/java")
    if [ "${version:-0}" -ge 17 ]; then
      JAVA_HOME=$home
      export JAVA_HOME
      return 0
    fi
  done
  return 1
}

need_java_and_maven() {
  missing=
  if ! use_jdk; then
    missing=default-jdk-headless
    if command -v apt-cache >/dev/null 2>&1; then
      [ "$(id -u)" != 0 ] || apt-get update -q >/dev/null 2>&1 || true
      if apt-cache show openjdk-17-jdk-headless >/dev/null 2>&1; then
        missing=openjdk-17-jdk-headless
      fi
    fi
  fi
  command -v mvn >/dev/null 2>&1 || missing="$missing maven"
  # shellcheck disable=SC2086 # a list of words
  [ -z "$missing" ] || need_packages $missing
  use_jdk || { say "No JDK of version 17 or newer was found; set JAVA_HOME to one."; exit 1; }
}
