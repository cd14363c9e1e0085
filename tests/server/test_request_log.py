"""The log of requests says what was asked for and how it went, and names nobody."""

import json
from datetime import UTC, datetime

import httpx
import uvicorn

from simulator.people import accounts
from simulator.people.model import Role
from simulator.server.app import make_app
from simulator.server.request_log import RequestLog
from tests.server.serving import Browser, running, take_up


def test_a_line_has_no_name_no_code_no_id_and_no_answer(store):
    lines = []
    app = RequestLog(make_app(store, hosts={"127.0.0.1"}, secure=False), tell=lines.append)
    with running(uvicorn.Config(app, port=0, log_level="error", access_log=False)) as address:
        account = accounts.add_account(store, "Zenobia", Role.TRAINEE, at=datetime.now(UTC), by="x")
        code = accounts.invite(store, account, at=datetime.now(UTC), by="x").code
        zenobia = take_up(Browser(address), code)
        zenobia.go("/library?q=secret-words").go("/encounters/market-stall").send("/encounters/market-stall/begin")
        run, choice = zenobia.path.split("/")[2], zenobia.choices()[0]
        zenobia.choose(choice)
        zenobia.go("/nowhere/Zenobia")
        elsewhere = httpx.get(f"{address}/invitation/{code}", headers={"Host": "another.example"})
        assert elsewhere.status_code == 400
    told = "\n".join(lines)
    for hidden in ("Zenobia", code, run, choice, "secret-words", "market-stall"):
        assert hidden not in told
    read = [json.loads(line) for line in lines]
    assert {"method": "POST", "page": "/runs/*/choose", "status": 303}.items() <= read[-4].items()
    assert {"page": "*", "status": 404}.items() <= read[-2].items()
    assert {"page": "*", "status": 400}.items() <= read[-1].items()
    assert all(line["ms"] >= 0 for line in read)
