"""The ``mpx`` command."""

from __future__ import annotations

import sys

from mixpanel_async.errors import MixpanelError


def main() -> None:
    """Run ``mpx``; an error of ours ends as one line on stderr and exit code 1, not as a traceback."""
    try:
        from mixpanel_async.cli.app import app
    except ImportError as lacking:
        sys.exit(f"mpx needs {lacking.name}: pip install 'mixpanel-async[cli,local]'")
    try:
        app()
    except MixpanelError as error:
        sys.exit(f"mpx: {error.message}")
    except OSError as error:
        sys.exit(f"mpx: {error}")
