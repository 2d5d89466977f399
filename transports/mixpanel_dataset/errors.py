"""What goes wrong with events on disk."""

from __future__ import annotations

from mixpanel_transports.errors import MixpanelError


class StoreError(MixpanelError):
    """The folder holds no events that can be read, or what would have changed them did not take place."""

    default_code = "LOCAL_STORE"
