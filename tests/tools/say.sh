# How build.sh speaks: one line per thing it does, one clear line when something cannot be had.

say() { printf '==> %s\n' "$*"; }
note() { printf '    %s\n' "$*"; }
die() {
  printf 'build.sh: %s\n' "$*" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# unchanged STAMP PATH...: true when no file under PATH... changed since `remember STAMP` was last called.
# A stamp is a hash over names and contents, so a checkout that only touches times builds nothing again.
unchanged() {
  local stamp=$STAMPS/$1
  shift
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(fingerprint "$@")" ]
}

remember() {
  local stamp=$STAMPS/$1
  shift
  mkdir -p "$STAMPS"
  fingerprint "$@" >"$stamp"
}

fingerprint() {
  find "$@" \( -name node_modules -o -name dist -o -name test-results \) -prune -o -type f -print0 2>/dev/null |
    LC_ALL=C sort -z | xargs -0 -r sha256sum | sha256sum | cut -d' ' -f1
}
