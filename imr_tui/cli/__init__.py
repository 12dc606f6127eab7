"""The command line. Commands import what they need when they run, so that headless ones never load the screen."""

from imr_tui.cli.main import main

__all__ = ["main"]
