"""What an export has written, as one frame."""

from __future__ import annotations

from mixpanel_dataset.reading import read_export

__all__ = ["read_export"]
