#!/usr/bin/env bash
# Builds the command incrementally. Sourced by ./dataworth and ./test; expects DATAWORTH_ROOT.
#
# A start must be quick, so "is it up to date?" is answered without MSBuild: the names, sizes and times of all
# source files and the SDK are hashed and compared with the stamp of the last good build.

dataworth_fingerprint() {
  cd "$DATAWORTH_ROOT" || return
  {
    find src eval/DataWorth.Evaluation pipelines infra/build Directory.Build.props Directory.Packages.props global.json .editorconfig \
      -path pipelines/samples -prune -o -type f -printf '%p %s %T@\n' | LC_ALL=C sort
    printf 'dotnet %s\n' "$(readlink -f "$(command -v dotnet)")"
  } | sha256sum | cut -d' ' -f1
}

# Builds without leaving anything behind: no node reuse, and a compiler server of its own that ends with the build
# (one warm compiler for two dozen projects saves half of the time). In the background, because only then is a signal heard at once.
dataworth_dotnet_build() {
  local status
  dataworth_server="dataworth-$BASHPID-$RANDOM"
  DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 \
    dotnet build "$@" -nodeReuse:false -p:UseSharedCompilation=true -p:SharedCompilationId="$dataworth_server" -p:UseRazorBuildServer=false \
    8>&- 9>&- &
  dataworth_builder=$!
  trap 'dataworth_stop_build 130' INT
  trap 'dataworth_stop_build 143' TERM
  wait "$dataworth_builder"
  status=$?
  trap - INT TERM
  dataworth_end_compiler
  return "$status"
}

# dataworth_end_compiler: ends the compiler server of this build, found by its exact argument. It would end by itself after ten idle
# minutes, as it does where there is no /proc.
dataworth_end_compiler() {
  local process argument arguments
  for process in /proc/[0-9]*; do
    arguments=()
    mapfile -d '' -t arguments 2>/dev/null <"$process/cmdline"
    for argument in "${arguments[@]}"; do
      [ "$argument" != "-pipename:$dataworth_server" ] || kill "${process##*/}" 2>/dev/null
    done
  done
}

# dataworth_stop_build CODE: ends the build that is going on, and this script with it.
dataworth_stop_build() {
  trap '' INT TERM
  kill -TERM "$dataworth_builder" 2>/dev/null
  wait "$dataworth_builder" 2>/dev/null
  dataworth_end_compiler
  dataworth_say "stopped while building; the next start goes on from there." 2>&8
  exit "$1"
}

# dataworth_build_command: builds the CLI unless the stamp says that it is up to date. Safe with concurrent starts.
dataworth_build_command() {
  local folder="$DATAWORTH_ROOT/artifacts/launcher"
  local assembly="$DATAWORTH_ROOT/artifacts/bin/DataWorth.Cli/release/DataWorth.Cli.dll"
  local fingerprint
  fingerprint="$(dataworth_fingerprint)" || return
  dataworth_is_built && return 0

  mkdir -p "$folder" || return
  dataworth_build_command_alone 8>&2 9>"$folder/lock"
}

dataworth_build_command_alone() {
  flock 9 || return
  # Another start may have built it while this one waited.
  fingerprint="$(dataworth_fingerprint)" || return
  dataworth_is_built && return 0
  dataworth_say "building the command (the first time takes a minute or two; later only what changed) …"
  rm -f "$folder/stamp"
  if ! dataworth_dotnet_build "$DATAWORTH_ROOT/src/DataWorth.Cli/DataWorth.Cli.csproj" \
      -c Release --nologo -v quiet -clp:NoSummary >"$folder/build.log" 2>&1; then
    cat "$folder/build.log" >&2
    dataworth_say "the build failed; its messages are above and in '$folder/build.log'."
    return 1
  fi
  dataworth_write_stamp
}

dataworth_write_stamp() {
  printf '%s\n' "$fingerprint" >"$folder/stamp.$BASHPID" && mv "$folder/stamp.$BASHPID" "$folder/stamp"
}

dataworth_is_built() {
  [ -e "$assembly" ] && [ "$(cat "$folder/stamp" 2>/dev/null)" = "$fingerprint" ]
}

# dataworth_build_solution: builds every project once, for the tests; the command is one of them.
dataworth_build_solution() {
  local folder="$DATAWORTH_ROOT/artifacts/launcher" fingerprint
  mkdir -p "$folder" || return
  dataworth_build_solution_alone 8>&2 9>"$folder/lock"
}

dataworth_build_solution_alone() {
  flock 9 || return
  fingerprint="$(dataworth_fingerprint)" || return
  rm -f "$folder/stamp"
  dataworth_say "building Workflow.sln …"
  if ! dataworth_dotnet_build "$DATAWORTH_ROOT/Workflow.sln" -c Release --nologo -v minimal >"$folder/solution.log" 2>&1; then
    grep -E 'error|warning' "$folder/solution.log" | sort -u >&2 || cat "$folder/solution.log" >&2
    dataworth_say "the build failed; the whole log is '$folder/solution.log'."
    return 1
  fi
  dataworth_write_stamp
}
