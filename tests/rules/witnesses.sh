#!/usr/bin/env bash
# Every rule of the conditions table refuses its witness, with its SQLSTATE and text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$DSQL_PROGRAM" rules --format script >"$folder/witnesses.test"
"$DSQL_PROGRAM" run --quiet --control "$DSQL_CONTROL" --target "host=$PGHOST port=$PGPORT" "$folder/witnesses.test"
