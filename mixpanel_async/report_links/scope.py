"""Whether a link leads where a Workspace looks."""

from __future__ import annotations

from mixpanel_async.errors import ReportLinkScopeMismatchError
from mixpanel_async.session import Region, Session


def refuse_elsewhere(session: Session, text: str, region: Region | None, project: str | None, view: int | None) -> None:
    """Raise where the link *text* says another region, project or data view than *session* has; None says nothing."""
    pairs = (
        ("region", region, session.region),
        ("project", project, session.project_id),
        ("workspace", view, session.workspace_id),
    )
    for name, there, here in pairs:
        if there is not None and here is not None and there != here:
            raise ReportLinkScopeMismatchError(
                f"{text!r} leads to {name} {there}, this Workspace looks at {here}; turn it there: "
                f"ws.use({name}={there!r})",
                details={"link": text, "scope": name, "there": there, "here": here},
            )
