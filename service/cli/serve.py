"""``duress serve``: the HTTP API."""

import click

from classifier.model import Classifier
from service.settings import read_settings


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Worker processes.")
def command(host: str, port: int, workers: int) -> None:
    """Serve the API until stopped with Ctrl-C.

    There is no authentication yet: keep it on the loopback address, or behind a proxy
    that has one. Settings are read from the environment (DURESS_MODELS,
    DURESS_MAX_TEXT_CHARS, DURESS_MAX_BODY_BYTES, DURESS_MAX_DOCUMENTS).

    \b
    Example:
      duress serve --port 8000 &
      curl -s localhost:8000/v1/classify -H 'Content-Type: application/json' \\
           -d '{"text": "They took him from the market to the recruitment office."}'
    """
    settings = read_settings()
    # Refuse to start without a good model, in one line, before any worker is forked.
    Classifier.from_folder(settings.models)
    from service.app import create_app
    from service.server import Server

    Server(create_app(settings), host=host, port=port, workers=workers).run()
