"""mixpanel, the tracking SDK: its addresses are arguments of its consumers."""

import json
import sys

import mixpanel

asked = json.load(sys.stdin)
urls = {f"{name}_url": f"{asked['url']}/{path}" for name, path in asked["paths"].items()}
tracker = mixpanel.Mixpanel("token", consumer=mixpanel.Consumer(**urls))

tracker.track("ada", "Signup", {"plan": "pro", "tags": ["new", 1], "nested": {"deep": None}})
tracker.track("bob", "Signup", {"plan": "free", "city": "Köln"})
tracker.people_set("ada", {"$email": "ada@example.com", "visits": 1})
tracker.people_set_once("ada", {"visits": 100, "first": "web"})
tracker.people_increment("ada", {"visits": 2})
tracker.people_append("ada", {"colours": "red"})
tracker.people_union("ada", {"colours": ["red", "blue"]})
tracker.people_remove("ada", {"colours": "red"})
tracker.people_track_charge("ada", 9.5)
tracker.people_unset("ada", ["first"])
tracker.people_set("gone", {"visits": 1})
tracker.people_delete("gone")
tracker.group_set("company", "Acme", {"plan": "pro"})
for number in range(3):
    tracker.import_data("key", "ada", "Purchase", asked["imported"] + number, {"amount": number}, api_secret="secret")

buffered = mixpanel.Mixpanel("token", consumer=mixpanel.BufferedConsumer(max_size=50, **urls))
for number in range(120):
    buffered.track(f"user {number % 7}", "View", {"number": number})
buffered._consumer.flush()

refused = None
try:
    mixpanel.Mixpanel("", consumer=mixpanel.Consumer(**urls)).track("ada", "Nobody's")
except mixpanel.MixpanelException as error:
    refused = str(error)
print(json.dumps({"refused": refused}))
