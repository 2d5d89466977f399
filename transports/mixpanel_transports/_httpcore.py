"""What a Request and its failures are to httpcore, for both HTTP transports that stand on it."""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

import httpcore

from mixpanel_transports._failures import connection_failed, deadline_exceeded, malformed, tellable
from mixpanel_transports._wire import Origin, split, wire_headers
from mixpanel_transports.message import Request


def written(request: Request, waits: Mapping[str, float | None]) -> tuple[Origin, httpcore.Request]:
    """Where *request* goes, and what the library sends; *waits* are the seconds it may wait in each phase."""
    origin, url = split(request)
    target = f"{url.path or '/'}?{url.query}" if url.query else url.path or "/"
    headers = {"host": url.netloc.rpartition("@")[2], **wire_headers(request)}
    wire = httpcore.Request(
        request.method,
        httpcore.URL(scheme=origin.scheme, host=origin.host, port=url.port, target=target),
        headers=[(name.encode(), value.encode()) for name, value in headers.items()],
        content=request.body,
        extensions={"timeout": waits},
    )
    return origin, wire


def through(proxy: str) -> httpcore.Proxy:
    """The proxy at an address, which may hold credentials."""
    parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    user = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    return httpcore.Proxy(parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl(), auth=user)


def tls_context(verify: ssl.SSLContext | bool, environ: Mapping[str, str] = os.environ) -> ssl.SSLContext:
    """*verify* itself, or the context it stands for, which takes long to make.

    The authorities are those of SSL_CERT_FILE, else of SSL_CERT_DIR, else Mozilla's.
    """
    if isinstance(verify, ssl.SSLContext):
        return verify
    if not verify:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return context
    if file := environ.get("SSL_CERT_FILE"):
        return ssl.create_default_context(cafile=file)
    if folder := environ.get("SSL_CERT_DIR"):
        return ssl.create_default_context(capath=folder)
    import certifi

    return ssl.create_default_context(cafile=certifi.where())


@contextmanager
def our_errors(request: Request) -> Iterator[None]:
    """The library's errors as ours."""
    try:
        yield
    except (httpcore.LocalProtocolError, httpcore.UnsupportedProtocol):
        raise malformed(request) from None
    except httpcore.ConnectTimeout as error:
        raise connection_failed(request, error) from tellable(request, error)
    except (TimeoutError, httpcore.TimeoutException):
        raise deadline_exceeded(request) from None
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError) as error:
        raise connection_failed(request, error) from tellable(request, error)
