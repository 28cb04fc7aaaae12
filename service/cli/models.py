"""``duress models``: what is published, and which one is in use."""

from pathlib import Path

import click

from classifier.artefact import CARD, current_version, published_versions, read_model
from classifier.errors import ModelError
from service.settings import read_settings


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """List, show, activate and roll back published models."""


@command.command("list")
def list_models() -> None:
    """List the versions, the one in use marked with `*`; damaged ones are named so."""
    models = read_settings().models
    versions = published_versions(models)
    if not versions:
        raise ModelError("no published model", where=str(models), hint="`duress train` makes one")
    try:
        current: str | None = current_version(models)
    except ModelError:
        current = None
    for version in versions:
        click.echo(f"{'*' if version == current else ' '} {version}{_fault(models, version)}")


@command.command()
@click.argument("version", required=False)
def show(version: str | None) -> None:
    """Print the model card of VERSION, by default of the current model."""
    models = read_settings().models
    manifest = read_model(models, version).manifest
    click.echo((models / manifest.version / CARD).read_text(encoding="utf-8"))


@command.command()
@click.argument("version")
def activate(version: str) -> None:
    """Make VERSION the current model, after reading it in full."""
    from training.publish import activate_model

    activate_model(read_settings().models, version)
    click.echo(f"current: {version}")


@command.command()
def rollback() -> None:
    """Make the version published before the current one current again."""
    from training.publish import activate_model

    models = read_settings().models
    current = read_model(models).manifest.version
    older = [version for version in published_versions(models) if version < current]
    if not older:
        raise ModelError("there is no older version to go back to", where=str(models))
    activate_model(models, older[-1])
    click.echo(f"current: {older[-1]}")


def _fault(models: Path, version: str) -> str:
    try:
        read_model(models, version)
    except ModelError as error:
        return f"  damaged: {error}"
    return ""
