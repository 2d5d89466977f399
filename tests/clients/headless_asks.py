"""Runs in the other client's interpreter: asks as JSON on stdin says, prints the answers as JSON."""

import json
import sys

import mixpanel_headless as mp

ws = mp.Workspace()


def table(frame):
    return [list(frame.columns), json.loads(frame.to_json(orient="values"))]


asked = json.load(sys.stdin)
events = {name: getattr(mp, name) for name in ("Filter", "GroupBy", "Metric", "Formula")}
answers = {
    "frames": [table(eval(line, {"ws": ws, **events}).df) for line in asked["queries"]],
    "streamed": sum(1 for _ in ws.stream_events(**asked["stream"])),
    "names": ws.events(),
}
print(json.dumps(answers))
