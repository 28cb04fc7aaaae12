"""The real server: many requests at once, garbage on the wire, and an end that loses no answer."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.conftest import CANARY, ROOT, tip
from tests.service.shapes import assert_finding

RAW = CANARY.encode()
TAIL = CANARY.encode("ascii", "ignore")  # is still itself when bytes are read in another encoding
TEXT = "\ufeff😭 " + tip(
    "They took him at night.\r\n\r\nЕго заставили подписать контракт.\n\nThe court said no."
)
BODY = json.dumps({"text": TEXT, "explain": True, "include_text": True}).encode()
PATIENCE_S = 60


@dataclass(frozen=True, slots=True)
class Running:
    """A server that was started, and the file with its standard error."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        """Return status and body of one request."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        connection.request(method, path, body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        try:
            return response.status, response.read()
        finally:
            connection.close()

    def connect(self) -> socket.socket:
        """Return a bare connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_S)

    def count_workers(self) -> int:
        """Return how many processes the server has started (Linux)."""
        pid = self.process.pid
        return len(Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split())

    def is_listening(self) -> bool:
        """Say whether a new connection is taken."""
        try:
            self.connect().close()
        except OSError:
            return False
        return True


@contextmanager
def serving(folder: Path, *options: str, **environment: str) -> Iterator[Running]:
    """Run `duress serve` on a free port until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = folder / "stderr.log"
    command = [Path(sys.executable).parent / "duress", "serve", "--port", str(port), *options]
    env = {"PATH": os.environ["PATH"], "DURESS_MODELS": str(ROOT / "models")} | environment
    with log.open("wb") as stderr:
        process = subprocess.Popen(command, stdout=stderr, stderr=stderr, env=env, cwd=folder)
    server = Running(process, port, log)
    try:
        wait_until(lambda: process.poll() is not None or server.is_listening())
        yield server
    finally:
        process.terminate()
        process.wait(PATIENCE_S)
    assert CANARY not in log.read_text(encoding="utf-8")


def wait_until(condition) -> None:
    """Wait for a condition that comes true unless something is wrong."""
    for _ in range(PATIENCE_S * 50):
        if condition():
            return
        time.sleep(0.02)
    pytest.fail("waited in vain")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    """Return a server of its own for a test."""
    with serving(tmp_path) as running:
        yield running


def test_a_text_is_classified_with_offsets_of_the_text_as_sent(server: Running) -> None:
    status, body = server.ask("POST", "/v1/classify", BODY)
    assert status == 200
    finding = json.loads(body)
    assert_finding(finding, TEXT, explain=True, with_text=True)
    assert len(finding["passages"]) > 1
    assert server.ask("GET", "/readyz") == (
        200,
        f'{{"status":"ready","model":"{finding["model"]}"}}'.encode(),
    )


def test_fifty_requests_at_once_have_the_same_answer(server: Running) -> None:
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: server.ask("POST", "/v1/classify", BODY), range(50)))
    assert answers == [answers[0]] * 50
    assert answers[0][0] == 200


GARBAGE = {
    "a bad request line": RAW + b"\r\n\r\n",
    "a bad method": RAW + b" / HTTP/1.1\r\nHost: x\r\n\r\n",
    "a bad version": b"GET / " + RAW + b"\r\n\r\n",
    "a header without a colon": b"GET / HTTP/1.1\r\nHost: x\r\n" + RAW + b"\r\n\r\n",
    "a bad header name": b"GET / HTTP/1.1\r\nHost: x\r\n" + RAW + b" y: z\r\n\r\n",
    "a bad header value": b"GET / HTTP/1.1\r\nHost: x\r\nX: " + RAW + b"\x00\r\n\r\n",
    "a folded header": b"GET / HTTP/1.1\r\nHost: x\r\nX: y\r\n " + RAW + b"\r\n\r\n",
    "a huge header": b"GET / HTTP/1.1\r\nHost: x\r\nX: " + RAW * 5_000 + b"\r\n\r\n",
    "a huge path": b"GET /" + RAW * 5_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "too many headers": b"GET / HTTP/1.1\r\n"
    + b"".join(b"X-%d: " % n + RAW + b"\r\n" for n in range(500))
    + b"\r\n",
    "a bad length": b"POST /v1/classify HTTP/1.1\r\nHost: x\r\nContent-Length: " + RAW + b"\r\n\r\n",
    "a bad transfer coding": b"POST /v1/classify HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
    + RAW
    + b"\r\n\r\n",
    "a bad chunk": b"POST /v1/classify HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n" + RAW + b"\r\n\r\n",
    "a bad expectation": b"POST /v1/classify HTTP/1.1\r\nHost: x\r\nExpect: " + RAW + b"\r\n\r\n",
    "a body cut short": b"POST /v1/classify HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    b'Content-Length: 5000\r\n\r\n{"text": "' + RAW,
    "a TLS greeting": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + RAW + b"\r\n\r\n",
    "the other protocol": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + RAW,
    "a query": b"GET /healthz?" + RAW + b" HTTP/1.1\r\nHost: x\r\n" + RAW + b"\r\n\r\n",
}


@pytest.fixture(scope="module")
def abused(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Return a server that takes one piece of garbage after the other."""
    with serving(tmp_path_factory.mktemp("abused"), "--workers", "1") as running:
        yield running


@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=GARBAGE)
def test_garbage_on_the_wire_is_refused_and_forgotten(abused: Running, garbage: bytes) -> None:
    before = len(abused.log.read_bytes())
    answer = b""
    with abused.connect() as connection, suppress(OSError):
        connection.sendall(garbage)
        connection.shutdown(socket.SHUT_WR)
        while part := connection.recv(65_536):
            answer += part
    assert answer == b"" or answer.split()[1].startswith((b"4", b"501"))
    assert TAIL not in answer
    assert abused.ask("GET", "/healthz")[0] == 200
    assert TAIL not in abused.log.read_bytes()[before:]


def test_a_request_in_flight_is_answered_before_the_server_ends(server: Running) -> None:
    head = (
        "POST /v1/classify HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(BODY)}\r\nExpect: 100-continue\r\n\r\n"
    )
    with server.connect() as connection:
        connection.sendall(head.encode())
        assert connection.recv(1_000).startswith(b"HTTP/1.1 100 ")  # a worker waits for the body
        server.process.send_signal(signal.SIGTERM)
        wait_until(lambda: server.count_workers() == 1)  # the idle one has gone
        connection.sendall(BODY)
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert_finding(json.loads(answer.partition(b"\r\n\r\n")[2]), TEXT, explain=True, with_text=True)
    assert server.process.wait(PATIENCE_S) == 0


def test_every_line_of_the_log_is_json(server: Running) -> None:
    server.ask("POST", f"/v1/classify?{TAIL.decode()}", BODY)
    server.process.terminate()
    server.process.wait(PATIENCE_S)
    assert TAIL not in server.log.read_bytes()
    lines = [json.loads(line) for line in server.log.read_text(encoding="utf-8").splitlines()]
    (request,) = [line for line in lines if line["logger"] == "duress.request" and "documents" in line]
    assert (request["route"], request["status"], request["documents"]) == ("/v1/classify", 200, 1)


def test_limits_are_those_of_the_environment(tmp_path: Path) -> None:
    with serving(tmp_path, DURESS_MAX_TEXT_CHARS=str(len(tip()))) as server:
        for text, status in ((tip(), 200), (tip() + "!", 422)):
            assert server.ask("POST", "/v1/classify", json.dumps({"text": text}).encode())[0] == status


def test_without_a_model_the_server_does_not_start(tmp_path: Path) -> None:
    with serving(tmp_path, DURESS_MODELS=str(tmp_path / "none")) as server:
        assert server.process.wait(PATIENCE_S) == 2
    (line,) = server.log.read_text(encoding="utf-8").splitlines()
    assert line.startswith("error: ")
