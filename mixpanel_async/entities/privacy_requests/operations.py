"""Operations on requests under privacy laws."""

from __future__ import annotations

from collections.abc import Sequence

from mixpanel_async.call import Operations
from mixpanel_async.entities._patience import Patience
from mixpanel_async.entities.privacy_requests.calls import (
    cancellation,
    new_deletions,
    new_retrievals,
    the_deletion,
    the_retrieval,
)
from mixpanel_async.entities.privacy_requests.laws import deletion_terms, retrieval_terms
from mixpanel_async.entities.privacy_requests.making import PER_DELETION, PER_RETRIEVAL, in_parts
from mixpanel_async.entities.privacy_requests.requests import (
    ComplianceType,
    DataDeletion,
    DataRetrieval,
    DisclosureType,
)
from mixpanel_async.entities.privacy_requests.waiting import ended


class PrivacyRequests(Operations):
    """What people may ask for by GDPR and CCPA: their data, and its deletion.

    The project is that of *project_token*, whatever the Workspace's is; the token stands under Project settings,
    Overview. Mixpanel documents these calls for a ``BearerToken`` alone, an OAuth token from the personal settings, and
    answers one a second. A request may take 30 days.
    """

    async def request_data_retrieval(
        self,
        distinct_ids: Sequence[str],
        *,
        project_token: str,
        compliance_type: ComplianceType = "GDPR",
        disclosure_type: DisclosureType | None = None,
    ) -> list[DataRetrieval]:
        """Ask for all that is known of users: the requests made, one for each 2,000 of them.

        *disclosure_type* belongs to CCPA, where it is ``"Data"`` by default. Where a request after the first one fails,
        an ``IncompleteChangeError`` holds the ``requests`` made and the number of ``distinct_ids`` in them. Mixpanel
        may answer 429 for hours while it reads events for other requests: prefer many users at once.

        ``[request.tracking_id for request in await ws.request_data_retrieval(["u1", "u2"], project_token=token)]``
        """
        body = retrieval_terms(compliance_type, disclosure_type)
        return await in_parts(
            self._connection, distinct_ids, PER_RETRIEVAL, lambda part: new_retrievals(part, project_token, body)
        )

    async def get_data_retrieval(self, tracking_id: str, *, project_token: str) -> DataRetrieval:
        """How far a retrieval is, and where its export is.

        ``(await ws.get_data_retrieval("1583958896131033662", project_token=token)).status``
        """
        return await self._call(the_retrieval(tracking_id, project_token))

    async def wait_for_data_retrieval(
        self, tracking_id: str, *, project_token: str, poll_interval: float = 60.0, max_poll_seconds: float = 3600.0
    ) -> DataRetrieval:
        """The retrieval once it has succeeded, asked for every *poll_interval* seconds.

        One that ends otherwise is a ``QueryError``; one that lasts longer than *max_poll_seconds*, or cannot be asked
        for, an ``IncompleteChangeError``, and goes on.

        ``(await ws.wait_for_data_retrieval("1583958896131033662", project_token=token)).link``
        """
        patience = Patience(poll_interval, max_poll_seconds)
        look = the_retrieval(tracking_id, project_token)
        return await ended(self._connection, look, tracking_id, "wait_for_data_retrieval", patience)

    async def request_data_deletion(
        self, distinct_ids: Sequence[str], *, project_token: str, compliance_type: ComplianceType = "GDPR"
    ) -> list[DataDeletion]:
        """Have users deleted, their events and profiles, for good: the requests made, one for each 1,999 of them.

        Until a request is ``STARTED``, ``cancel_data_deletion`` withdraws it. Where a request after the first one
        fails, an ``IncompleteChangeError`` holds the ``requests`` made and the number of ``distinct_ids`` in them.

        ``await ws.request_data_deletion(["u1", "u2"], project_token=token, compliance_type="CCPA")``
        """
        body = deletion_terms(compliance_type)
        return await in_parts(
            self._connection, distinct_ids, PER_DELETION, lambda part: new_deletions(part, project_token, body)
        )

    async def get_data_deletion(self, tracking_id: str, *, project_token: str) -> DataDeletion:
        """How far a deletion is.

        ``(await ws.get_data_deletion("35bd8477-f71f-4088-af55-c88a6fb4ad4b", project_token=token)).status``
        """
        return await self._call(the_deletion(tracking_id, project_token))

    async def wait_for_data_deletion(
        self, tracking_id: str, *, project_token: str, poll_interval: float = 60.0, max_poll_seconds: float = 3600.0
    ) -> DataDeletion:
        """The deletion once it is done, waited for as ``wait_for_data_retrieval`` does.

        ``await ws.wait_for_data_deletion("35bd8477-f71f-4088-af55-c88a6fb4ad4b", project_token=token)``
        """
        patience = Patience(poll_interval, max_poll_seconds)
        look = the_deletion(tracking_id, project_token)
        return await ended(self._connection, look, tracking_id, "wait_for_data_deletion", patience)

    async def cancel_data_deletion(self, tracking_id: str, *, project_token: str) -> None:
        """Withdraw a deletion. One that has started cannot be: a ``QueryError`` with *status_code* 405.

        ``await ws.cancel_data_deletion("35bd8477-f71f-4088-af55-c88a6fb4ad4b", project_token=token)``
        """
        return await self._call(cancellation(tracking_id, project_token))
