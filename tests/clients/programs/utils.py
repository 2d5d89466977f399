"""mixpanel-utils: its hosts are attributes of its object."""

import json
import sys
from pathlib import Path

from mixpanel_utils import MixpanelUtils

asked = json.load(sys.stdin)
utils = MixpanelUtils("secret", service_account_username="any", project_id=1, token="token", pool_size=2)
utils.raw_api = utils.formatted_api = f"{asked['url']}/api"
utils.import_api = asked["url"]

utils.export_events("events.json", dict(asked["days"]), add_gzip_header=True)
utils.export_events("stream.txt", dict(asked["days"]), raw_stream=True, add_gzip_header=True)
utils.export_people("people.json", {})
some = utils.query_engage({"where": 'properties["household_size"] == "2"'})
utils.import_events(asked["events"], timezone_offset=0)
utils.import_people(asked["profiles"])
print(
    json.dumps(
        {
            "events": json.loads(Path("events.json").read_text()),
            "people": json.loads(Path("people.json").read_text()),
            "some": len(some),
            "streamed": Path("stream.txt.gz").stat().st_size,
        }
    )
)
