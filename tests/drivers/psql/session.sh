#!/usr/bin/env bash
# psql against the server in the PG… environment: a script, variables, \gset, errors, COPY, a refused password.
set -euo pipefail

fail() { echo "psql: $*" >&2; exit 1; }
ask() { psql -X -q -A -t -v ON_ERROR_STOP=1 "$@"; }

ask -c 'DROP TABLE IF EXISTS psql_t' 2>/dev/null
ask <<'SQL'
CREATE TABLE psql_t (id int PRIMARY KEY, name text);
BEGIN;
INSERT INTO psql_t VALUES (1, 'one'), (2, NULL);
COMMIT;
SELECT count(*) = 2 AS complete, count(*) AS rows FROM psql_t \gset
\if :complete
INSERT INTO psql_t VALUES (3, :'rows');
\endif
\copy psql_t FROM STDIN WITH (FORMAT csv)
4,"four, quoted"
5,
\.
SQL

got=$(ask -c "SELECT id, coalesce(name, '-') FROM psql_t ORDER BY id")
expected='1|one
2|-
3|2
4|four, quoted
5|-'
[ "$got" = "$expected" ] || fail "rows: $got"

got=$(ask -c '\copy psql_t TO STDOUT' | wc -l)
[ "$got" = 5 ] || fail "copied out $got lines"

# Several statements in one -c are one message.
got=$(ask -c 'SELECT 1; SELECT 2')
[ "$got" = $'1\n2' ] || fail "message: $got"

if message=$(ask -v VERBOSITY=verbose -c 'SELECT 1 / 0' 2>&1); then fail "an error ended with 0"; fi
case $message in *"22012: division by zero"*) ;; *) fail "error: $message" ;; esac

got=$(ask -c 'SHOW transaction_isolation')
[ -z "${DSQL_PROGRAM:-}" ] || [ "$got" = "repeatable read" ] || fail "isolation: $got"

ask -c 'DROP TABLE psql_t'

# What concerns the connection itself: only a dsql-local has tokens.
if [ -n "${DSQL_PROGRAM:-}" ]; then
  if message=$(PGPASSWORD=nonsense ask -c 'SELECT 1' 2>&1); then fail "a bad token was accepted"; fi
  case $message in *"unable to accept connection, access denied"*) ;; *) fail "refusal: $message" ;; esac
  got=$(env -u PGPASSWORD "$DSQL_PROGRAM" psql --target "host=127.0.0.1 port=$PGPORT" -X -A -t -c 'SELECT version()')
  [ "$got" = "PostgreSQL 16" ] || fail "dsql-local psql: $got"
  # libpq takes localhost, an address and a service name as the certificate's subject.
  got=$(PGHOST=abcdefghijklmnopqrstuvwxyz.dsql.us-east-1.on.aws PGHOSTADDR=127.0.0.1 \
    PGPASSWORD=$("$DSQL_PROGRAM" token abcdefghijklmnopqrstuvwxyz.dsql.us-east-1.on.aws) ask -c 'SELECT 1')
  [ "$got" = 1 ] || fail "service name: $got"
fi
echo "psql: ok"
