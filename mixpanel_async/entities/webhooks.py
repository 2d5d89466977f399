"""Webhooks: addresses of yours that Mixpanel tells what happens."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from attrs import field, frozen

from mixpanel_async.answer import Answer
from mixpanel_async.call import Call, Operations
from mixpanel_async.entities._calls import app_call, done, entities, many, one, one_or_nothing
from mixpanel_async.entities._model import Entity, Params
from mixpanel_async.entities._steps import changed
from mixpanel_async.entities._unset import UNSET, Unset

__all__ = [
    "CreateWebhookParams",
    "ProjectWebhook",
    "UpdateWebhookParams",
    "WebhookAuthType",
    "WebhookMutationResult",
    "WebhookTestParams",
    "WebhookTestResult",
]


class WebhookAuthType(StrEnum):
    """How Mixpanel signs in at a webhook: with a name and a password, by HTTP Basic."""

    BASIC = "basic"


@frozen(kw_only=True, eq=False, repr=False)
class ProjectWebhook(Entity):
    """A webhook of the project; its *id* is a text."""

    id: str
    name: str
    url: str
    is_enabled: bool
    auth_type: WebhookAuthType | str | None = None
    created: datetime | None = None
    modified: datetime | None = None
    creator_id: int | None = None
    creator_name: str | None = None


@frozen(kw_only=True, eq=False, repr=False)
class WebhookMutationResult(Entity):
    """Which webhook was made or changed; ``list_webhooks`` has the rest of it."""

    id: str
    name: str


@frozen(kw_only=True, eq=False, repr=False)
class WebhookTestResult(Entity):
    """What became of a request to a webhook: *status_code* is what the address answered with, *message* says more."""

    success: bool
    status_code: int | None = None
    message: str | None = None


@frozen(kw_only=True, eq=False, repr=False)
class CreateWebhookParams(Params):
    """A webhook to be made; *auth_type* ``"basic"`` goes with *username* and *password*."""

    name: str
    url: str
    auth_type: WebhookAuthType | str | Unset | None = UNSET
    username: str | Unset | None = UNSET
    password: str | Unset | None = field(default=UNSET, repr=False)


@frozen(kw_only=True, eq=False, repr=False)
class UpdateWebhookParams(Params):
    """What to change of a webhook; ``is_enabled=False`` silences it."""

    name: str | Unset | None = UNSET
    url: str | Unset | None = UNSET
    auth_type: WebhookAuthType | str | Unset | None = UNSET
    username: str | Unset | None = UNSET
    password: str | Unset | None = field(default=UNSET, repr=False)
    is_enabled: bool | Unset | None = UNSET


@frozen(kw_only=True, eq=False, repr=False)
class WebhookTestParams(Params):
    """An address to be tried, and how to sign in there; no webhook needs to be made for that."""

    url: str
    name: str | Unset | None = UNSET
    auth_type: WebhookAuthType | str | Unset | None = UNSET
    username: str | Unset | None = UNSET
    password: str | Unset | None = field(default=UNSET, repr=False)


class Webhooks(Operations):
    """Addresses that Mixpanel tells what happens."""

    async def list_webhooks(self) -> list[ProjectWebhook]:
        """The project's webhooks.

        ``[hook.url for hook in await ws.list_webhooks() if hook.is_enabled]``
        """
        return await self._call(app_call("GET", WEBHOOKS, many(ProjectWebhook)))

    async def create_webhook(self, params: CreateWebhookParams) -> WebhookMutationResult:
        """The id and the name of the webhook made.

        ``await ws.create_webhook(CreateWebhookParams(name="Cohort sync", url="https://example.com/hook"))``
        """
        return await self._call(app_call("POST", WEBHOOKS, one(WebhookMutationResult), params=params))

    async def update_webhook(self, webhook_id: str, params: UpdateWebhookParams) -> WebhookMutationResult:
        """The id and the name of the webhook after the change.

        ``await ws.update_webhook(hook.id, UpdateWebhookParams(is_enabled=False))``
        """
        return await changed(self._connection, _change(webhook_id, params), _named(webhook_id))

    async def delete_webhook(self, webhook_id: str) -> None:
        """Remove one webhook.

        ``await ws.delete_webhook(hook.id)``
        """
        return await self._call(app_call("DELETE", _ONE, done, args={"id": webhook_id}))

    async def test_webhook(self, params: WebhookTestParams) -> WebhookTestResult:
        """What an address answers to a request that Mixpanel sends there now.

        ``(await ws.test_webhook(WebhookTestParams(url="https://example.com/hook"))).success``
        """
        return await self._call(app_call("POST", f"{WEBHOOKS}test/", one(WebhookTestResult), params=params))


WEBHOOKS = "{scope}/webhooks/"
_ONE = WEBHOOKS + "{id}/"


def _change(webhook_id: str, params: UpdateWebhookParams) -> Call[WebhookMutationResult | None]:
    return app_call("PATCH", _ONE, one_or_nothing(WebhookMutationResult), args={"id": webhook_id}, params=params)


def _named(webhook_id: str) -> Call[WebhookMutationResult]:
    """Ask for the webhooks, and take the id and the name of one: there is no address for one alone."""

    def read(answer: Answer) -> WebhookMutationResult:
        hooks = entities(ProjectWebhook, answer.results())
        found = next((hook for hook in hooks if hook.id == webhook_id), None)
        if found is None:
            raise answer.refusal(f"no webhook has the id {webhook_id!r}")
        return WebhookMutationResult(id=found.id, name=found.name)

    return app_call("GET", WEBHOOKS, read)
