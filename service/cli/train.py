"""``duress train``: labelled passages in, a published model out."""

from datetime import UTC, datetime
from pathlib import Path

import click

from service.cli.console import progress
from service.settings import read_settings

REJECTED = 1
"""Exit code when the gate said no."""


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--data", default="data", show_default=True, type=click.Path(path_type=Path), help="Labelled passages."
)
@click.option("--models", type=click.Path(path_type=Path), help="Where to publish; default DURESS_MODELS.")
@click.option(
    "--settings", type=click.Path(path_type=Path), help="A TOML file in place of the committed one."
)
@click.option("--day", metavar="YYYY-MM-DD", help="Date in the version's name; default today.")
@click.option("--force", is_flag=True, help="Publish although the gate says no.")
def command(data: Path, models: Path | None, settings: Path | None, day: str | None, force: bool) -> int:
    """Train on DATA/passages, compare with the current model, publish, activate.

    The same passages and settings give the same arrays, byte for byte. A model that
    does worse than the current one on the test part is not published.

    \b
    Exit codes: 0 published or unchanged, 1 refused by the gate, 2 bad input.
    """
    from training.pipeline import train
    from training.settings import read_settings as read_training_settings

    with progress() as say:
        outcome = train(
            data,
            models or read_settings().models,
            read_training_settings(settings),
            day=day or datetime.now(UTC).date().isoformat(),
            force=force,
            say=say,
        )
    for reason in outcome.verdict.reasons:
        click.echo(f"gate: {reason}", err=True)
    click.echo(f"{outcome.status}: {outcome.version}")
    return REJECTED if outcome.status == "rejected" else 0
