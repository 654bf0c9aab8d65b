#!/bin/sh
# Trains a proposal with two seeds, searches beside it, and trains what the search found with the same seeds: compare.sh NAME, for NAME.yaml and NAME-search.yaml.
set -e
for seed in 1 2; do
    thimble train "$1.yaml" --seed $seed --out "runs/$1-proposal-$seed" --plain
done
thimble search "$1-search.yaml" --plain
for seed in 1 2; do
    thimble train "searches/$1-search/best.yaml" --seed $seed --out "runs/$1-found-$seed" --plain
done
