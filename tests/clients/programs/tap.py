"""tap-mixpanel: its hosts are an argument of its client and an attribute of its streams; it insists on https.

Does what its own main does, with another host.
"""

import contextlib
import io
import json
import sys
from collections import Counter

import singer
from tap_mixpanel.client import MixpanelClient
from tap_mixpanel.discover import discover
from tap_mixpanel.streams import STREAMS
from tap_mixpanel.sync import sync

asked = json.load(sys.stdin)
config = asked["config"]
for stream in STREAMS.values():
    stream.url = f"https://{asked['host']}/api/2.0"

with MixpanelClient(config["api_secret"], asked["host"], 60, "tests") as client:
    setattr(client, "__api_domain", asked["host"])
    catalog = discover(client, "true")
    for entry in catalog.streams:
        for row in entry.metadata:
            if not row["breadcrumb"]:
                row["metadata"]["selected"] = entry.stream in asked["streams"]
    catalog = singer.Catalog.from_dict(catalog.to_dict())
    written = io.StringIO()
    with contextlib.redirect_stdout(written):
        sync(client=client, config=config, catalog=catalog, state={}, start_date=config["start_date"])

messages = [json.loads(line) for line in written.getvalue().splitlines()]
records = [message for message in messages if message["type"] == "RECORD"]
print(
    json.dumps(
        {
            "counts": Counter(message["stream"] for message in records),
            "records": {message["stream"]: message["record"] for message in records},
            "members": [m["record"] for m in records if m["stream"] == "cohort_members"],
            "funnels": [m["record"] for m in records if m["stream"] == "funnels"],
        }
    )
)
