"""The rules an event's name breaks, under the codes of the question it stands in."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from mixpanel_async.errors import ValidationError
from mixpanel_async.specs.event_names import has_control_characters, is_blank, is_invisible, is_plain


@frozen
class NameRules:
    """The codes for a name that is *empty*, has *control* characters, or cannot be seen; None where no rule is."""

    empty: str
    control: str
    invisible: str | None = None

    def broken_by(self, name: object) -> Sequence[ValidationError]:
        """The rule that *name* breaks, if any."""
        if not isinstance(name, str):
            return (ValidationError("", f"{name!r} names no event; give its name as text", self.empty),)
        if is_plain(name):
            return ()
        if is_blank(name):
            return (ValidationError("", f"the event's name is {name!r}; give one", self.empty),)
        if has_control_characters(name):
            return (ValidationError("", f"the event's name {name!r} holds control characters", self.control),)
        if self.invisible and is_invisible(name):
            return (ValidationError("", f"nothing of the event's name {name!r} can be seen", self.invisible),)
        return ()


EVENT_NAMES = NameRules("V17_EMPTY_EVENT", "V22_CONTROL_CHAR_EVENT", "V22_INVISIBLE_EVENT")
"""The rules of events that are counted."""
