"""mixpanel-headless: asks, reads, and keeps dashboards and cohorts; its address is in the environment."""

import json
import sys

import mixpanel_headless as mp

NAMES = {name: getattr(mp, name) for name in dir(mp) if not name.startswith("_")}


def table(frame):
    return [list(frame.columns), json.loads(frame.to_json(orient="values", date_format="iso"))]


def dashboards(ws):
    made = ws.create_dashboard(mp.CreateDashboardParams(title="Made elsewhere"))
    ws.update_dashboard(made.id, mp.UpdateDashboardParams(description="And changed"))
    gone = ws.create_dashboard(mp.CreateDashboardParams(title="Gone"))
    ws.delete_dashboard(gone.id)
    return [[board.id, board.title, board.description] for board in ws.list_dashboards()]


def cohorts(ws):
    definition = mp.CohortDefinition(
        mp.CohortCriteria.did_event("Checkout", at_least=30, from_date="2017-01-01", to_date="2017-12-31")
    )
    made = ws.create_cohort(mp.CreateCohortParams(name="Made elsewhere", definition=definition.to_dict()))
    ws.update_cohort(made.id, mp.UpdateCohortParams(description="And changed"))
    gone = ws.create_cohort(mp.CreateCohortParams(name="Gone"))
    ws.delete_cohort(gone.id)
    return [[cohort.id, cohort.name, cohort.description] for cohort in ws.list_cohorts_full()]


asked = json.load(sys.stdin)
ws = mp.Workspace()
answers = {
    "kept": {"dashboards": dashboards(ws), "cohorts": cohorts(ws)},
    "frames": [table(eval(line, {"ws": ws, **NAMES}).df) for line in asked["frames"]],
    "values": [eval(line, {"ws": ws, **NAMES}) for line in asked["values"]],
}
print(json.dumps(answers))
