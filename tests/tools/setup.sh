# What has to be on the machine, and how each piece is had. Every `need_` does nothing when its piece is there,
# says what it installs when it is not, and ends with a clear message when it cannot be had.
#
# Cargo-built tools go to a directory named after tool and version, so that a new version is installed beside the
# old one and no version is built twice, whichever checkout asks.

TOOLS=${SPAWNPOINT_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/spawnpoint}
WASM_PACK_VERSION=0.15.1
GECKODRIVER_VERSION=0.37.1
NODE_MIN=20.19 # Vite asks for it

# The command line tool and the crate must be of one version: the lock file names it.
wasm_bindgen_version() {
  awk '/^name = "wasm-bindgen"$/ { getline; gsub(/[^0-9.]/, ""); print; exit }' Cargo.lock
}

need_rust() {
  have cargo || die "Rust is missing: install it from https://rustup.rs, then run this again"
  have rustup || die "rustup is missing: it supplies the wasm target; see https://rustup.rs"
  local part
  for part in rustfmt clippy; do
    rustup component list --installed | grep -q "^$part" && continue
    say "Adding Rust's $part"
    rustup component add "$part" || die "rustup could not add $part (is the network there?)"
  done
  rustup target list --installed | grep -qx wasm32-unknown-unknown && return
  say "Adding Rust's wasm32-unknown-unknown target"
  rustup target add wasm32-unknown-unknown || die "rustup could not add the wasm target (is the network there?)"
}

need_node() {
  have node && have npm || die "Node.js $NODE_MIN or newer with npm is missing: see https://nodejs.org"
  local major minor
  read -r major minor < <(node -p 'process.versions.node.split(".").join(" ")')
  [ "$major" -gt "${NODE_MIN%.*}" ] || { [ "$major" -eq "${NODE_MIN%.*}" ] && [ "${minor%% *}" -ge "${NODE_MIN#*.}" ]; } ||
    die "Node.js $NODE_MIN or newer is needed, this is $(node -v)"
}

# need_debian COMMAND=PACKAGE...: installs the packages of those commands that are missing, all at once.
# A name with a slash is a file to look for rather than a command.
need_debian() {
  local pair name missing=()
  for pair in "$@"; do
    name=${pair%%=*}
    case $name in
      */*) [ -e "$name" ] || missing+=("${pair#*=}") ;;
      *) have "$name" || missing+=("${pair#*=}") ;;
    esac
  done
  [ ${#missing[@]} -eq 0 ] && return
  have apt-get || die "missing: ${missing[*]} (Debian's names; install them by this system's means)"
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    have sudo && sudo -n true 2>/dev/null ||
      die "missing: ${missing[*]}. As root: apt-get install ${missing[*]}"
    as_root=(sudo -n)
  fi
  say "Installing Debian packages: ${missing[*]}"
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=600)
  "${apt[@]}" update >/dev/null || note "apt-get update failed; trying with the package lists that are there"
  "${apt[@]}" install -y --no-install-recommends "${missing[@]}" >"$LOGS/apt.log" 2>&1 || {
    tail -n 20 "$LOGS/apt.log" >&2
    die "apt-get could not install: ${missing[*]}"
  }
}

need_compiler() { need_debian cc=gcc /usr/include/stdio.h=libc6-dev; }

# OTP 25 is the judge: another release answers otherwise here and there, which would look like faults of ours.
need_erlang() {
  need_debian erl=erlang-base erlc=erlang-base
  local release
  release=$(erl -noshell -eval 'io:put_chars(erlang:system_info(otp_release)), halt().')
  [ "$release" = 25 ] || die "Erlang/OTP 25 is the judge, this is OTP $release: put \`erl\` of OTP 25 first on PATH"
}

need_browsers() {
  need_debian chromium=chromium chromedriver=chromium-driver firefox-esr=firefox-esr \
    /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc=fonts-noto-cjk
}

# need_cargo_tool COMMAND PACKAGE VERSION [FLAG...]: puts COMMAND of exactly that version first on PATH.
need_cargo_tool() {
  local command=$1 package=$2 version=$3
  shift 3
  local root=$TOOLS/$package-$version
  if [ ! -x "$root/bin/$command" ]; then
    if have "$command" && "$command" --version 2>/dev/null | head -n 1 | grep -qwF "$version"; then return; fi
    need_compiler
    say "Building $package $version (once; some minutes)"
    cargo install --quiet --root "$root" --version "$version" "$@" "$package" ||
      die "cargo could not install $package $version (is the network there?)"
  fi
  PATH=$root/bin:$PATH
}

# Without --locked on purpose: the lock file that ships with wasm-bindgen-cli names crates that no longer resolve.
need_wasm_bindgen() { need_cargo_tool wasm-bindgen wasm-bindgen-cli "$(wasm_bindgen_version)"; }
need_wasm_pack() { need_cargo_tool wasm-pack wasm-pack "$WASM_PACK_VERSION" --locked; }
need_geckodriver() { need_cargo_tool geckodriver geckodriver "$GECKODRIVER_VERSION" --locked; }

# The page's packages, exactly as its lock file names them.
need_npm_packages() {
  need_node
  [ -d www/node_modules ] && unchanged npm www/package.json www/package-lock.json && return
  say "Installing the page's npm packages"
  npm --prefix www ci --no-audit --no-fund --loglevel=error || die "npm could not install the page's packages"
  remember npm www/package.json www/package-lock.json
}
