#!/usr/bin/env bash
# Seconds and processor seconds of one epoch of Part 3 on 20,000 images: on an idle machine, pinned to one processor, and
# beside two programs that never rest. For a machine of two processors that does nothing else.
#   bench/busy.sh DATA [THIMBLE.DLL ...]     more than one build are run in turn
set -eu
cd "$(dirname "$0")/.."
data=$1
shift
[ $# -gt 0 ] || set -- artifacts/bin/Thimble.Cli/release/Thimble.Cli.dll
work=$(mktemp -d)
trap 'rm -rf "$work"; kill $(jobs -p) 2>/dev/null || true' EXIT
sed 's/^data: .*/data: {name: mnist, train_images: 20000, test_images: 1000}/' experiments/part3.yaml > "$work/part3.yaml"

measure() { # measure LABEL THREADS [PREFIX...]: with every build
  local label=$1 threads=$2
  shift 2
  for build in "${builds[@]}"; do
    rm -rf "$work/run"
    /usr/bin/time -f "$label, $threads threads: %e s, %U s of processors  ($build)" "$@" \
      dotnet "$build" train "$work/part3.yaml" --epochs 1 --threads "$threads" --data "$data" --out "$work/run" --plain 2>&1 > /dev/null | tail -n 1
  done
}

builds=("$@")
for _ in 1 2 3; do
  measure idle 1
  measure idle 2
  measure "one processor" 1 taskset -c 0
  measure "one processor" 2 taskset -c 0
  yes > /dev/null &
  yes > /dev/null &
  measure "beside two programs" 1
  measure "beside two programs" 2
  measure "beside two programs" 8
  kill $(jobs -p)
  wait 2>/dev/null || true
done
