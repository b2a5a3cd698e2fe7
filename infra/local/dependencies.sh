#!/usr/bin/env bash
# Finds out what is missing on this machine. Sourced by ./dataworth, which needs the .NET SDK only, and by ./test.
#
#   dataworth_require_dotnet     the .NET 10 SDK
#   dataworth_require_browser    what the page tests need: Chromium and a font, installed with apt-get
#
# DATAWORTH_NO_INSTALL=1    prints the command instead of running it; exit code 3.

dataworth_say() { printf '%s\n' "dataworth: $*" >&2; }

dataworth_require_dotnet() {
  command -v dotnet >/dev/null && return 0
  dataworth_say "the .NET 10 SDK ('dotnet') is not installed or not on PATH; install it from https://dot.net and start again."
  return 3
}

# One line per missing package: "name<TAB>what it is needed for".
dataworth_missing_browser() {
  command -v chromium >/dev/null || printf 'chromium\topens the report pages in the tests\n'
  [ -e /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf ] ||
    printf 'fonts-dejavu-core\tgives the report pages a font in the tests\n'
}

dataworth_require_browser() {
  local missing name reason packages=() sudo=()
  missing="$(dataworth_missing_browser)"
  [ -z "$missing" ] && return 0

  dataworth_say "missing on this machine:"
  while IFS=$'\t' read -r name reason; do
    packages+=("$name")
    printf '  %-20s %s\n' "$name" "$reason" >&2
  done <<<"$missing"
  [ "$(id -u)" -eq 0 ] || sudo=(sudo)
  local command="${sudo[*]:+${sudo[*]} }apt-get update && ${sudo[*]:+${sudo[*]} }apt-get install -y --no-install-recommends ${packages[*]}"

  if [ "${DATAWORTH_NO_INSTALL:-}" = 1 ]; then
    dataworth_say "DATAWORTH_NO_INSTALL=1: nothing is installed. Run this and start again:"
    printf '  %s\n' "$command" >&2
    return 3
  fi
  if ! command -v apt-get >/dev/null; then
    dataworth_say "this machine has no apt-get; install the packages above by its own means, then start again."
    return 3
  fi
  if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
    dataworth_say "installing needs root and there is no sudo. Run as root: ${command//sudo /}"
    return 3
  fi
  dataworth_say "installing: $command"
  if ! { "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
         "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}"; } >/dev/null; then
    dataworth_say "the installation failed (its messages are above). Run this by hand and start again: $command"
    return 3
  fi
  missing="$(dataworth_missing_browser)"
  [ -z "$missing" ] && return 0
  dataworth_say "installed, but still not found: $(cut -f1 <<<"$missing" | tr '\n' ' ')"
  return 3
}
