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

# The catalog through psql's own commands.
ask <<'SQL'
CREATE SCHEMA psql_s;
CREATE TABLE psql_s.parent (id int PRIMARY KEY, note varchar(10) DEFAULT 'x' CHECK (note <> ''));
CREATE VIEW psql_s.seen AS SELECT id FROM psql_s.parent;
CREATE FUNCTION psql_s.twice(n int) RETURNS int LANGUAGE sql AS 'SELECT n * 2';
CREATE DOMAIN psql_s.positive AS int CHECK (VALUE > 0);
SQL
shows() {  # COMMAND PATTERN
  local text
  text=$(psql -X -q -c "$1") || fail "$1 failed"
  grep -Eq -- "$2" <<<"$text" || fail "$1: $text"
}
shows '\d psql_s.*' 'View "psql_s.seen"'
shows '\d psql_s.parent' "note +\| character varying\(10\) +\| +\| +\| 'x'::character varying"
shows '\d psql_s.parent' '"parent_pkey" PRIMARY KEY, btree'
shows '\d psql_s.parent' '"parent_note_check" CHECK'
shows '\d+ psql_s.seen' 'View definition:'
shows '\dt psql_s.*' 'psql_s +\| parent +\| table'
shows '\di psql_s.*' 'psql_s +\| parent_pkey +\| index'
shows '\dv psql_s.*' 'psql_s +\| seen +\| view'
shows '\df psql_s.*' 'twice +\| integer +\| n integer +\| func'
shows '\sf psql_s.twice' 'CREATE OR REPLACE FUNCTION psql_s.twice\(n integer\)'
shows '\dD psql_s.*' 'positive +\| integer'
shows '\dn psql_s' 'psql_s'
shows '\du' 'Role name'
shows '\l' 'postgres'
got=$(ask -c "SELECT 'psql_s.parent'::regclass, 'psql_s.twice(int)'::regprocedure, 'psql_s.positive'::regtype")
[ "$got" = 'psql_s.parent|psql_s.twice(integer)|psql_s.positive' ] || fail "names: $got"
ask -c 'DROP SCHEMA psql_s CASCADE' 2>/dev/null

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
