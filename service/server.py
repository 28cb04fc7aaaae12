"""Gunicorn around the app: the model is read once, then shared by forked workers."""

import os
from typing import Any, Final

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from service.logs import configure_logs

# Gunicorn makes a file without a name there, so nothing can be put in its place.
_SHARED_MEMORY: Final = "/dev/shm"  # noqa: S108


class SilentLogger(Logger):
    """Gunicorn's logger through the formatter that never writes what came in."""

    def setup(self, cfg: Any) -> None:
        """Hand the error log on to the root logger; there is no access log."""
        configure_logs()
        self.error_log.handlers.clear()
        self.error_log.propagate = True
        self.access_log.disabled = True

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        """Write nothing: the app logs its requests by route, without path or query."""


class Server(BaseApplication):
    """Serves one app on one address."""

    def __init__(self, app: Flask, *, host: str, port: int, workers: int) -> None:
        self._app = app
        bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self._options = {
            "bind": bind,
            "workers": workers,
            "worker_class": "gthread",
            "threads": 4,
            "timeout": 120,
            "graceful_timeout": 30,
            "logger_class": SilentLogger,
            # A socket in the home directory that could steer the server: not wanted.
            "control_socket_disable": True,
            # The heartbeat needs a writable place also where the root file system is read-only.
            "worker_tmp_dir": _SHARED_MEMORY if os.access(_SHARED_MEMORY, os.W_OK) else None,
            "proc_name": "duress",
        }
        super().__init__()

    def load_config(self) -> None:
        """Apply the options."""
        for key, value in self._options.items():
            self.cfg.set(key, value)

    def load(self) -> Flask:
        """Return the app, made before the workers are forked."""
        return self._app
