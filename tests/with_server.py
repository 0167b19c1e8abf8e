#!/usr/bin/env python3
"""Runs a command beside a freshly started server, on free ports, and stops the server again.

  with_server.py PROGRAM [--serve OPTION]… -- COMMAND…

The command finds the server in its environment: PGHOST, PGPORT, PGUSER, PGDATABASE, PGPASSWORD (a connect
token), PGSSLMODE=verify-full and PGSSLROOTCERT as libpq reads them, DSQL_CONTROL (HOST:PORT of the control
port) and DSQL_PROGRAM. Words {pg_port} and {control_port} in the command are replaced. Exits with the
command's status; a server that does not start, or does not end with 0 on SIGTERM, is a failure of its own.
"""
import json
import os
import signal
import subprocess
import sys
import tempfile
import time

START_SECONDS = 60  # a sanitizer build on a busy machine
STOP_SECONDS = 30


class Server:
    """A dsql-local on free ports of 127.0.0.1, with a folder of its own."""

    def __init__(self, program, options=()):
        self.program = os.path.abspath(program)
        self.folder = tempfile.TemporaryDirectory(prefix="dsql-local-test-")
        ready = os.path.join(self.folder.name, "ready.json")
        self.log_path = os.path.join(self.folder.name, "log")
        command = [self.program, "serve", "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0",
                   "--cert-dir", os.path.join(self.folder.name, "certificates"), "--ready-file", ready, *options]
        self.started = time.monotonic()
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        self.ready = self._wait_for(ready)

    def _wait_for(self, path):
        while time.monotonic() - self.started < START_SECONDS:
            if os.path.exists(path):
                with open(path, encoding="utf-8") as file:
                    return json.load(file)
            if self.process.poll() is not None:
                break
            time.sleep(0.01)
        self.process.kill()
        raise RuntimeError(f"the server did not start:\n{self.log()}")

    def log(self):
        with open(self.log_path, encoding="utf-8", errors="replace") as file:
            return file.read()

    def environment(self):
        token = subprocess.run([self.program, "token", "127.0.0.1", "--expires-in", "86400"],
                               check=True, capture_output=True, text=True).stdout.strip()
        return {**os.environ, "PGHOST": "127.0.0.1", "PGPORT": str(self.ready["pg_port"]), "PGUSER": "admin",
                "PGDATABASE": "postgres", "PGPASSWORD": token, "PGSSLMODE": "verify-full",
                "PGSSLROOTCERT": self.ready["ca"], "DSQL_PROGRAM": self.program,
                "DSQL_CONTROL": f"127.0.0.1:{self.ready['control_port']}"}

    def stop(self):
        """The server's exit status after SIGTERM."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return "no end within %d s" % STOP_SECONDS


def main():
    words = sys.argv[1:]
    if "--" not in words or not words[0].strip():
        print(__doc__, file=sys.stderr)
        return 2
    split = words.index("--")
    options = [word for word in words[1:split] if word != "--serve"]
    try:
        server = Server(words[0], options)
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    ports = {"{pg_port}": str(server.ready["pg_port"]), "{control_port}": str(server.ready["control_port"])}
    command = []
    for word in words[split + 1:]:
        for name, value in ports.items():
            word = word.replace(name, value)
        command.append(word)
    status = subprocess.run(command, env=server.environment()).returncode
    ended = server.stop()
    if ended != 0:
        print(f"the server ended with {ended}", file=sys.stderr)
    if status != 0 or ended != 0:
        print("--- the server's log\n" + "\n".join(server.log().splitlines()[-40:]), file=sys.stderr)
    return status or (1 if ended != 0 else 0)


if __name__ == "__main__":
    sys.exit(main())
