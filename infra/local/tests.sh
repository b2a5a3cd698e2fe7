#!/usr/bin/env bash
# Runs test projects and adds up their results. Sourced by ./test; expects DATAWORTH_ROOT and build.sh.

# dataworth_start_tests NAME RESULTS [FILTER]: a test project in the background; writes RESULTS/NAME.trx and RESULTS/NAME.log.
dataworth_start_tests() {
  local name="$1" results="$2" filter="${3:-}"
  local assembly="$DATAWORTH_ROOT/artifacts/bin/$name/release/$name.dll"
  local arguments=(--logger "trx;LogFileName=$name.trx" --results-directory "$results"
    --blame-hang --blame-hang-timeout "${DATAWORTH_TEST_HANG_TIMEOUT:-5m}" --blame-hang-dump-type none)
  [ -n "$filter" ] && arguments+=(--filter "FullyQualifiedName~$filter")

  # A project is given thirty minutes in all: a safety net under the per-test limit of --blame-hang.
  DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 exec timeout --kill-after=20s 30m \
    dotnet test "$assembly" "${arguments[@]}" >"$results/$name.log" 2>&1
}

# dataworth_report_tests NAME RESULTS STATUS SECONDS [FILTER]: prints a line, adds to passed, failed and skipped.
dataworth_report_tests() {
  local name="$1" results="$2" status="$3" seconds="$4" filter="${5:-}"
  local counters project_passed=0 project_failed=0 project_skipped=0
  counters="$(grep -o '<Counters [^>]*>' "$results/$name.trx" 2>/dev/null)"
  if [ -n "$counters" ]; then
    project_passed="$(dataworth_counter passed "$counters")"
    project_skipped=$(($(dataworth_counter total "$counters") - $(dataworth_counter executed "$counters")))
    project_failed=$(($(dataworth_counter executed "$counters") - project_passed))
  fi
  # No result file, a crash or a timeout counts as a failure even if every finished test passed.
  if [ "$status" -ne 0 ] && [ "$project_failed" -eq 0 ] || { [ -z "$counters" ] && [ -z "$filter" ]; }; then
    project_failed=$((project_failed + 1))
    [ "$status" -eq 124 ] && echo "$name: stopped after 30 minutes" >>"$results/$name.log"
  fi

  if [ "$((project_passed + project_failed + project_skipped))" -gt 0 ]; then
    printf '%-36s %5d passed, %d failed, %d skipped  (%d s)\n' \
      "$name" "$project_passed" "$project_failed" "$project_skipped" "$seconds"
  fi
  [ "$project_failed" -gt 0 ] && dataworth_print_failures "$results/$name.log"
  [ "$project_skipped" -gt 0 ] && dataworth_print_skipped "$results/$name.trx" | tee -a "$results/skipped.txt"
  passed=$((passed + project_passed))
  failed=$((failed + project_failed))
  skipped=$((skipped + project_skipped))
}

# dataworth_run_tests RESULTS FILTER NAME...: two projects at a time, because some of them mostly wait (for a cluster, for a timeout).
dataworth_run_tests() {
  local results="$1" filter="$2" name job status
  shift 2
  local -A names=() starts=()
  # In the background a signal from the keyboard is not heard: it is handed on.
  trap 'kill "${!names[@]}" 2>/dev/null; exit 130' INT
  trap 'kill "${!names[@]}" 2>/dev/null; exit 143' TERM
  while [ "$#" -gt 0 ] || [ "${#names[@]}" -gt 0 ]; do
    while [ "$#" -gt 0 ] && [ "${#names[@]}" -lt "${DATAWORTH_TESTS_AT_ONCE:-2}" ]; do
      name="$1"
      shift
      dataworth_start_tests "$name" "$results" "$filter" &
      names[$!]="$name" starts[$!]=$EPOCHSECONDS
    done
    wait -n -p job "${!names[@]}"
    status=$?
    dataworth_report_tests "${names[$job]}" "$results" "$status" "$((EPOCHSECONDS - starts[$job]))" "$filter"
    unset "names[$job]" "starts[$job]"
  done
  trap - INT TERM
}

dataworth_counter() { sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$2"; }

# The whole log of a project with a failure, without the adapter's banner.
dataworth_print_failures() {
  grep -v -E '^(VSTest version|Starting test execution|A total of|Results File|$)' "$1" | sed 's/^/    /'
}

# How many tests were skipped for which reason, from the lines of dataworth_print_skipped: the last thing that is read of a green run.
dataworth_print_skip_reasons() {
  [ -s "$1" ] || return 0
  echo "NOT EVERYTHING WAS TESTED: $(wc -l <"$1") tests were skipped"
  sed 's/^ *skipped: [A-Za-z0-9_.]*\(([^)]*)\)\{0,1\}: //' "$1" | sort | uniq -c | sort -rn | sed 's/^ *\([0-9]*\) /  \1 because: /'
}

# "skipped: test: reason" for each skipped test of a .trx file.
dataworth_print_skipped() {
  awk '
    function text(s) { gsub(/&lt;/, "<", s); gsub(/&gt;/, ">", s); gsub(/&quot;/, "\"", s); gsub(/&#xD;|&#xA;/, " ", s); gsub(/&amp;/, "\\&", s); return s }
    /<UnitTestResult / {
      name = ""
      if (/outcome="NotExecuted"/) { name = $0; sub(/.* testName="/, "", name); sub(/".*/, "", name); reason = "" }
    }
    name != "" && /<(Message|StdOut)>/ { reason = $0; sub(/.*<(Message|StdOut)>/, "", reason); sub(/<\/(Message|StdOut)>.*/, "", reason) }
    name != "" && (/<\/UnitTestResult>/ || /<UnitTestResult .*\/>/) {
      printf "    skipped: %s: %s\n", text(name), (reason == "" ? "no reason given" : text(reason)); name = ""
    }' "$1"
}
