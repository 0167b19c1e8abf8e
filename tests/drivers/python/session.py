"""psycopg 3 against the server in the PG… environment: what an application does in a day.

One of: sync, async, pipeline, binary. Exits 0 when everything answered as PostgreSQL's driver expects.
"""
import asyncio
import datetime
import decimal
import sys
import uuid

import psycopg
from psycopg import errors

ROW = {
    "id": uuid.UUID("6f1c3f4e-6a53-4d44-9f5a-1d7f7a4f2b10"),
    "small": -32768,
    "whole": 2147483647,
    "big": -9223372036854775808,
    "single": 1.5,
    "double": 0.1,
    "price": decimal.Decimal("12345678.90"),
    "flag": True,
    "word": "naïve ✓ 'quoted' \\ text",
    "fixed": "ab   ",
    "data": bytes(range(256)),
    "day": datetime.date(2024, 2, 29),
    "moment": datetime.datetime(2024, 2, 29, 23, 59, 59, 999999),
    "instant": datetime.datetime(2024, 2, 29, 23, 59, 59, 1, tzinfo=datetime.timezone.utc),
}
COLUMNS = ", ".join(ROW)
HOLES = ", ".join(f"%({name})s" for name in ROW)
TABLE = """CREATE TABLE driver_types (id uuid PRIMARY KEY, small smallint, whole int, big bigint, single real,
  double double precision, price numeric(12,2), flag boolean, word text, fixed char(5), data bytea, day date,
  moment timestamp, instant timestamptz)"""


def check(got, expected, what):
    if got != expected:
        raise AssertionError(f"{what}: got {got!r}, expected {expected!r}")


def row_of(cursor):
    return dict(zip((column.name for column in cursor.description), cursor.fetchone()))


def types_there_and_back(connection, binary=False):
    with connection.cursor(binary=binary) as cursor:
        cursor.execute(f"INSERT INTO driver_types ({COLUMNS}) VALUES ({HOLES})", ROW, binary=binary)
        cursor.execute(f"SELECT {COLUMNS} FROM driver_types WHERE id = %s", [ROW["id"]], binary=binary)
        check(row_of(cursor), ROW, "values")
        nothing = {name: None for name in ROW} | {"id": uuid.uuid4()}
        cursor.execute(f"INSERT INTO driver_types ({COLUMNS}) VALUES ({HOLES})", nothing, binary=binary)
        cursor.execute(f"SELECT {COLUMNS} FROM driver_types WHERE word IS NULL", binary=binary)
        check(row_of(cursor), nothing, "NULLs")
        cursor.execute("DELETE FROM driver_types")
        check(cursor.rowcount, 2, "rows deleted")
    connection.commit()


def transactions(connection):
    connection.execute("INSERT INTO driver_t VALUES (1, 'one')")
    connection.rollback()
    check(connection.execute("SELECT count(*) FROM driver_t").fetchone(), (0,), "after rollback")
    connection.commit()
    with connection.transaction():
        connection.execute("INSERT INTO driver_t VALUES (1, 'one'), (2, NULL)")
    check(connection.execute("SELECT name FROM driver_t ORDER BY id").fetchall(), [("one",), (None,)], "after commit")
    connection.commit()


def prepared(connection):
    for i in range(20):  # psycopg prepares on the server from the sixth on
        row = connection.execute("SELECT %s::int + 1, %s::text", [i, None if i % 2 else str(i)]).fetchone()
        check(row, (i + 1, None if i % 2 else str(i)), "prepared")
    connection.commit()
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO driver_t VALUES (%s, %s)", [(100 + i, f"n{i}") for i in range(50)])
    connection.commit()
    check(connection.execute("SELECT count(*) FROM driver_t WHERE id >= 100").fetchone(), (50,), "executemany")
    connection.commit()


def names_of_objects(connection):
    """What SQLAlchemy's pg8000 dialect asks: a parameter that names a relation."""
    row = connection.execute("SELECT c.relname, %s::regclass FROM pg_class c WHERE c.oid = %s::regclass",
                             ["pg_catalog.pg_class", "driver_t"]).fetchone()
    check(row, ("driver_t", "pg_class"), "regclass parameters")
    try:
        connection.execute("SELECT %s::regclass", ["driver_nothing"])
        raise AssertionError("a relation that does not exist was found")
    except errors.UndefinedTable:
        connection.rollback()


def failures(connection):
    try:
        connection.execute("INSERT INTO driver_t VALUES (%s, 'again')", [1])
        raise AssertionError("a duplicate key was accepted")
    except errors.UniqueViolation as error:
        check(error.diag.constraint_name, "driver_t_pkey", "constraint")
        check(error.diag.table_name, "driver_t", "table")
        check(error.diag.message_detail, "Key (id)=(1) already exists.", "detail")
    try:
        connection.execute("SELECT 1")
        raise AssertionError("the block is not aborted")
    except errors.InFailedSqlTransaction:
        connection.rollback()
    try:
        connection.execute("SELECT * FROM driver_nothing")
        raise AssertionError("a table that is not there was read")
    except errors.UndefinedTable as error:
        check(error.diag.statement_position, "15", "position")
        connection.rollback()


def conflict(connection):
    """Optimistic concurrency: the second to commit gets 40001, and the retry goes through."""
    if connection.execute("SELECT version()").fetchone()[0] != "PostgreSQL 16":
        return  # PostgreSQL would wait for the row
    with psycopg.connect() as other:
        connection.execute("UPDATE driver_t SET name = 'mine' WHERE id = 1")
        other.execute("UPDATE driver_t SET name = 'theirs' WHERE id = 1")
        other.commit()
        try:
            connection.commit()
            raise AssertionError("both transactions committed")
        except errors.SerializationFailure as error:
            check(str(error).strip(), "change conflicts with another transaction (OC000)", "message")
    connection.rollback()
    connection.execute("UPDATE driver_t SET name = 'one' WHERE id = 1")
    connection.commit()


def copying(connection):
    with connection.cursor() as cursor:
        with cursor.copy("COPY driver_t (id, name) FROM STDIN") as copy:
            for i in range(200, 300):
                copy.write_row((i, None if i % 2 else f"row\t{i}"))
        with cursor.copy("COPY driver_t TO STDOUT") as copy:
            rows = sum(1 for _ in copy.rows())
        check(rows, connection.execute("SELECT count(*) FROM driver_t").fetchone()[0], "rows copied out")
        cursor.execute("DELETE FROM driver_t WHERE id >= 200")
    connection.commit()


def reconnecting(connection):
    connection.close()
    with psycopg.connect() as again:
        check(again.execute("SELECT name FROM driver_t WHERE id = 1").fetchone(), ("one",), "after a reconnect")


def tables(connection, create):
    connection.autocommit = True
    connection.execute("DROP TABLE IF EXISTS driver_t")
    connection.execute("DROP TABLE IF EXISTS driver_types")
    if create:
        connection.execute("CREATE TABLE driver_t (id int PRIMARY KEY, name text)")
        connection.execute(TABLE)
    connection.autocommit = False


def run_sync():
    with psycopg.connect(application_name="driver") as connection:
        check(connection.execute("SHOW application_name").fetchone(), ("driver",), "application_name")
        check(connection.info.parameter_status("server_version")[:2], "16", "server_version")
        connection.rollback()
        tables(connection, True)
    connection = psycopg.connect()
    transactions(connection)
    types_there_and_back(connection)
    prepared(connection)
    names_of_objects(connection)
    failures(connection)
    conflict(connection)
    copying(connection)
    reconnecting(connection)


def run_binary():
    with psycopg.connect() as connection:
        tables(connection, True)
    with psycopg.connect() as connection:
        types_there_and_back(connection, binary=True)
        row = connection.execute("SELECT %b::int4, %b::text, %b::bool, %b::uuid", [7, "x", False, ROW["id"]],
                                 binary=True).fetchone()
        check(row, (7, "x", False, ROW["id"]), "binary parameters")


def run_pipeline():
    with psycopg.connect() as connection:
        tables(connection, True)
    with psycopg.connect() as connection:
        with connection.pipeline():
            cursors = []
            for i in range(100):
                connection.execute("INSERT INTO driver_t VALUES (%s, %s)", [i, str(i)])
                cursors.append(connection.execute("SELECT count(*) FROM driver_t"))
            check([cursor.fetchone()[0] for cursor in cursors], list(range(1, 101)), "answers in order")
        connection.commit()
        # An error skips what follows it up to the Sync; the connection goes on.
        try:
            with connection.pipeline() as pipeline:
                connection.execute("INSERT INTO driver_t VALUES (1000, 'x')")
                connection.execute("INSERT INTO driver_t VALUES (1, 'duplicate')")
                connection.execute("INSERT INTO driver_t VALUES (1001, 'never runs')")
                pipeline.sync()
            raise AssertionError("a duplicate key was accepted")
        except errors.UniqueViolation:
            connection.rollback()
        check(connection.execute("SELECT count(*) FROM driver_t").fetchone(), (100,), "after the error")


async def run_async():
    async with await psycopg.AsyncConnection.connect() as connection:
        await connection.execute("DELETE FROM driver_t")
        await connection.commit()

        async def insert(i):
            async with await psycopg.AsyncConnection.connect() as own:
                await own.execute("INSERT INTO driver_t VALUES (%s, %s)", [i, f"task {i}"])

        await asyncio.gather(*(insert(i) for i in range(10)))
        cursor = await connection.execute("SELECT id, name FROM driver_t ORDER BY id")
        check(await cursor.fetchall(), [(i, f"task {i}") for i in range(10)], "rows of ten tasks")


def main():
    mode = sys.argv[1]
    if mode == "async":
        with psycopg.connect() as connection:
            tables(connection, True)
        asyncio.run(run_async())
    else:
        {"sync": run_sync, "binary": run_binary, "pipeline": run_pipeline}[mode]()
    with psycopg.connect() as connection:
        tables(connection, False)
    print(f"psycopg {psycopg.__version__} {mode}: ok")


if __name__ == "__main__":
    main()
