#!/usr/bin/env bash
# Finds out which native dependencies are missing and installs them. Sourced by ./dataworth and ./test.
#
#   dataworth_require runtime          what the command needs: libtorch, an OpenBLAS, a C++ compiler, CMake
#   dataworth_require runtime browser  the same and what the page tests need: Chromium and a font
#
# LIBTORCH=/path            uses that libtorch; then neither libtorch-dev nor OpenBLAS is asked for.
# DATAWORTH_NO_INSTALL=1    prints the command instead of running it; exit code 3.

dataworth_say() { printf '%s\n' "dataworth: $*" >&2; }

# One line per missing package: "name<TAB>what it is needed for".
dataworth_missing() {
  local group
  for group in "$@"; do
    case "$group" in
      runtime)
        if [ -z "${LIBTORCH:-}" ]; then
          [ -e /usr/include/torch/csrc/api/include/torch/all.h ] ||
            printf 'libtorch-dev\tthe tensor library (headers and libraries)\n'
          compgen -G '/usr/lib/*/openblas-openmp/libopenblas.so.0' >/dev/null ||
            printf 'libopenblas0-openmp\tmatrix products 30 to 60 times faster than the reference BLAS\n'
        fi
        command -v g++ >/dev/null || printf 'g++\tcompiles the native shim (src/native)\n'
        command -v cmake >/dev/null || printf 'cmake\tconfigures the native shim (src/native)\n'
        ;;
      browser)
        command -v chromium >/dev/null || printf 'chromium\topens the report pages in the tests\n'
        [ -e /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf ] ||
          printf 'fonts-dejavu-core\tgives the report pages a font in the tests\n'
        ;;
      *)
        dataworth_say "unknown dependency group '$group', expected runtime or browser"
        return 1
        ;;
    esac
  done
}

dataworth_require_dotnet() {
  command -v dotnet >/dev/null && return 0
  dataworth_say "the .NET 10 SDK ('dotnet') is not installed or not on PATH; install it from https://dot.net and start again."
  return 3
}

# The path that LIBTORCH names must look like a libtorch: lib/libtorch.so and include/.
dataworth_require_libtorch_path() {
  [ -z "${LIBTORCH:-}" ] && return 0
  [ -e "$LIBTORCH/lib/libtorch.so" ] && [ -d "$LIBTORCH/include" ] && return 0
  dataworth_say "LIBTORCH is '$LIBTORCH', which has no lib/libtorch.so and include/; name the folder of an unpacked libtorch or of a pip-installed torch (…/site-packages/torch), or unset LIBTORCH."
  return 3
}

dataworth_require() {
  dataworth_require_dotnet || return
  dataworth_require_libtorch_path || return
  local missing name reason
  missing="$(dataworth_missing "$@")" || return
  [ -z "$missing" ] && return 0

  local packages=() sudo=()
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
    dataworth_say "this machine has no apt-get; install the packages above by its own means (and set LIBTORCH=/path), then start again."
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
  missing="$(dataworth_missing "$@")" || return
  [ -z "$missing" ] && return 0
  dataworth_say "installed, but still not found: $(cut -f1 <<<"$missing" | tr '\n' ' '); set LIBTORCH=/path or install another version."
  return 3
}
