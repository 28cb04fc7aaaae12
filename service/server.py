"""Gunicorn around the app: the model is read once, then shared by forked workers."""

import contextlib
import logging
import os
from http import HTTPStatus
from typing import Any, Final

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.http import errors
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

from service.logs import configure_logs
from service.problems import MEDIA_TYPE, problem_response

_log = logging.getLogger("duress.server")

# Gunicorn makes a file without a name there, so nothing can be put in its place.
_SHARED_MEMORY: Final = "/dev/shm"  # noqa: S108


class SilentLogger(Logger):
    """Gunicorn's logger through the formatter that never writes what came in."""

    def setup(self, cfg: Any) -> None:
        """Hand the error log on to the root logger; there is no access log."""
        configure_logs()
        self.error_log.handlers.clear()
        self.error_log.propagate = True
        self.error_log.setLevel(logging.WARNING)
        self.access_log.disabled = True

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        """Write nothing: the app logs its requests by route, without path or query."""


_REFUSALS: Final[dict[type[Exception], HTTPStatus]] = {
    errors.LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    errors.LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    errors.UnsupportedTransferCoding: HTTPStatus.NOT_IMPLEMENTED,
    errors.ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
    errors.ParseException: HTTPStatus.BAD_REQUEST,
}


class SilentWorker(ThreadWorker):
    """Refuses what is no HTTP without repeating it, as gunicorn's own worker would."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Answer a request that could not be read, or that failed outside the app."""
        status = next(
            (status for kind, status in _REFUSALS.items() if isinstance(exc, kind)),
            HTTPStatus.INTERNAL_SERVER_ERROR,
        )
        _log.warning("refused", extra={"fields": {"status": status, "reason": type(exc).__name__}})
        body = problem_response(status, "not-http", "the request could not be read").get_data()
        head = (
            f"HTTP/1.1 {status.value} {status.phrase}\r\nConnection: close\r\n"
            f"Content-Type: {MEDIA_TYPE}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        with contextlib.suppress(OSError):
            write_nonblock(client, head.encode() + body)


class Server(BaseApplication):
    """Serves one app on one address."""

    def __init__(self, app: Flask, *, host: str, port: int, workers: int) -> None:
        self._app = app
        bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self._options = {
            "bind": bind,
            "workers": workers,
            "worker_class": SilentWorker,
            "threads": 4,
            "timeout": 120,
            "graceful_timeout": 30,
            "logger_class": SilentLogger,
            # A socket in the home directory that could steer the server: not wanted.
            "control_socket_disable": True,
            # The heartbeat needs a writable place also where the root file system is read-only.
            "worker_tmp_dir": _SHARED_MEMORY if os.access(_SHARED_MEMORY, os.W_OK) else None,
            "proc_name": "duress",
            "when_ready": lambda _arbiter: _log.info(
                "serving", extra={"fields": {"address": bind, "workers": workers}}
            ),
        }
        super().__init__()

    def load_config(self) -> None:
        """Apply the options."""
        for key, value in self._options.items():
            self.cfg.set(key, value)

    def load(self) -> Flask:
        """Return the app, made before the workers are forked."""
        return self._app
