"""The ``duress`` command: its verbs, and its errors as one line and exit code 2."""

import importlib
import sys
from typing import Final

import click

from classifier.errors import DuressError

_VERBS: Final = {
    "screen": "Screen files of tips: rank documents for reading.",
    "serve": "Serve the HTTP API.",
    "train": "Train on the labelled passages and publish the model.",
    "evaluate": "Compare a model with a file of labelled passages.",
    "labels": "Check the labelled passages.",
    "models": "List, show, activate and roll back published models.",
}


class _Verbs(click.Group):
    """Imports a verb's module when it is called, so that ``--help`` stays fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _VERBS:
            return None
        command = importlib.import_module(f"service.cli.{cmd_name}").command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_VERBS.items()))


@click.command(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="duress")
def duress() -> None:
    """Find reports of coerced recruitment among many texts.

    Duress cuts each text into passages and says of every passage whether it reports
    coercion, voluntary enlistment, law and policy or a risk of deportation, how sure
    it is, and why. It orders the reading; a person decides.
    """


def main() -> None:
    """Run the command; exit with 2 and one line for anything the caller can mend."""
    try:
        code = duress.main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("stopped", err=True)
        sys.exit(130)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        sys.exit(2)
    except click.ClickException as error:
        _fail(error.format_message())
    except DuressError as error:
        _fail(str(error))
    sys.exit(code if isinstance(code, int) else 0)


def _fail(message: str) -> None:
    click.echo(f"error: {' '.join(message.split())}", err=True)
    sys.exit(2)
