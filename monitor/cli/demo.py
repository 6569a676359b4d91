"""`monitor demo`: the main job, seen working in half a minute, without network or accounts."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from monitor.cli import Given, pass_given


@click.command()
@pass_given
def demo(given: Given) -> None:
    """Play a made-up news day on this machine: real daemon, real mail and chat messages, no network.

    Ends with status 1 if the alerts are not just those that were due.
    """
    from monitor.demo.day import play, timelines

    with TemporaryDirectory(prefix="monitor-demo-") as name:
        folder = Path(name)
        faults = play(folder, click.echo)
        click.echo("What each figure went through:\n")
        for paragraph in timelines(folder / "config.toml", folder / "state"):
            click.echo(paragraph)
    for fault in faults:
        click.echo(f"monitor: {fault}.", err=True)
    if faults:
        raise SystemExit(1)
    click.echo("\nTwo alerts were due, two came, by mail, chat and file. Your own: monitor init URL.")
