"""Try the JSON Schema of scenarios in the real yaml-language-server, as an editor would, over its standard input.

Needs Node and the package: npm install yaml-language-server (anywhere), then

Run: python bench/language_server.py FOLDER-WITH-NODE_MODULES

It asks for the diagnostics of every encounter that ships, which must be none, and of files with one mistake each, which
must be found at its line. It also asks for completions of field names and closed vocabularies, and for the help beside
a field.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, get_args

from scoring.rubric import RubricSet
from simulator.scenario.model import Scenario
from simulator.scenario.vocabulary import BENEFITS, FORCES, PRACTICES, Outcome

ROOT = Path(__file__).parents[1]
FILES = [path for path in sorted((ROOT / "scenarios").rglob("*.yaml")) if path.name[0] != "_"]
OVERLAYS = [path for path in FILES if path.name.endswith(".us-tx.yaml")]
SHIPPED = [path for path in FILES if path.name != "campaign.yaml" and path not in OVERLAYS]
RUBRICS = sorted((ROOT / "scoring" / "rubrics").glob("*.yaml"))
STARTER = ROOT / "simulator" / "scenario" / "starter.yaml"
CURSOR = "@@"

MISTAKES = {
    "a misspelt field": ("summary:", "sumary:"),
    "a word that is not in the vocabulary": ("force: urban", "force: urbn"),
    "a rating past the scale": ("opening: 2", "opening: 3"),
    "a criterion that no rubric has": ("opening: 2", "openning: 2"),
    "a rubric that does not exist": ("rubrics: [respect]", "rubrics: [respekt]"),
    "an unknown field of a choice": ("        feedback:", "        feedbak:"),
    "an id with a capital": ("start: at-the-door", "start: At-The-Door"),
    "an outcome that does not exist": ("outcome: resolved", "outcome: solved"),
    "a number in words": ("minutes: 3", "minutes: three"),
}
ASKED = {
    "top-level fields": (f"format: 1\nid: a\n{CURSOR}", set(Scenario.model_fields) - {"format", "id"}),
    "forces": (f"setting: {{force: {CURSOR}}}\n", set(FORCES)),
    "practices": (f"practices:\n  - {CURSOR}\n", set(PRACTICES)),
    "benefits": (f"benefits:\n  - {CURSOR}\n", set(BENEFITS)),
    "outcomes": (f"endings:\n  done:\n    outcome: {CURSOR}\n", set(get_args(Outcome))),
    "fields of a choice": (
        f"scenes:\n  a:\n    choices:\n      - id: b\n        {CURSOR}\n",
        {"say", "do", "when", "ratings", "feedback", "goto"},
    ),
    "criteria in ratings": (
        f"scenes:\n  a:\n    choices:\n      - id: b\n        ratings:\n          {CURSOR}\n",
        set(RubricSet.shipped().criteria),
    ),
    "rubrics": (f"rubrics:\n  - {CURSOR}\n", set(RubricSet.shipped().rubrics)),
    "tags of a choice": (
        f"scenes:\n  a:\n    choices:\n      - id: b\n        tags:\n          - {CURSOR}\n",
        {"search", "delay"},
    ),
}

IDS = {
    "where a choice leads": ("goto: @@", {"the-purse", "rides-home"}),
    "where a way leads": ("goto:\n          - {to: @@}", {"the-purse", "rides-home"}),
    "a finding to waive": ("goto: walks\nwaive:\n  - {rule: @@", {"W22", "W30"}),
    "the place of a waiver": ("goto: walks\nwaive:\n  - {rule: W22, in: @@", {"scenes.the-purse"}),
    "a path of choices": ("goto: walks\ntests:\n  - choose:\n    - @@", {"ask-the-boy"}),
    "a choice": ("goto: walks\n      - @@", {"a choice"}),
}
"""What is typed after a choice's id, and what must be offered there by the schema with the starter's ids."""

HOVERED = {
    "summary:": "whom the trainee meets",
    "feedback:": "The coach's note",
    "goto:": "A scene or an ending",
    "opening:": "Greets, identifies, uses the right form of name.",
    "outcome:": "How it ends",
}


class Server:
    """The language server, spoken to in messages of its protocol."""

    def __init__(self, folder: Path, schemas: dict[str, list[str]]) -> None:
        program = folder / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
        self.process = subprocess.Popen(
            ["node", str(program), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.number = 0
        self.settings = {
            "yaml": {
                "schemas": schemas,
                "validate": True,
                "completion": True,
                "hover": True,
                "schemaStore": {"enable": False},
            }
        }
        self.published: dict[str, list[dict[str, Any]]] = {}
        self.request(
            "initialize", {"processId": None, "rootUri": None, "capabilities": {"workspace": {"configuration": True}}}
        )
        self.notify("initialized", {})
        self.notify("workspace/didChangeConfiguration", {"settings": self.settings})

    def send(self, message: dict[str, Any]) -> None:
        """Write one message."""
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def notify(self, method: str, params: Any) -> None:
        """Tell the server something."""
        self.send({"method": method, "params": params})

    def request(self, method: str, params: Any) -> Any:
        """Ask the server something and return its answer."""
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        while True:
            message = self.read()
            if message.get("id") == self.number and "method" not in message:
                return message.get("result")

    def read(self) -> dict[str, Any]:
        """Read one message, and answer or note what the server wants to know or tell."""
        length = 0
        while (line := self.process.stdout.readline().strip()) or not length:
            if not line and self.process.poll() is not None:
                raise SystemExit("The language server has ended.")
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        message = json.loads(self.process.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self.published[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif message.get("method") == "workspace/configuration":
            sections = [item.get("section") for item in message["params"]["items"]]
            self.send({"id": message["id"], "result": [self.settings.get(section) for section in sections]})
        elif "method" in message and "id" in message:
            self.send({"id": message["id"], "result": None})
        return message

    def open(self, uri: str, text: str) -> None:
        """Open a text in the server."""
        self.notify(
            "textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}}
        )

    def diagnostics(self, uri: str, text: str) -> list[dict[str, Any]]:
        """Open a text and return what the server says of it."""
        self.open(uri, text)
        while uri not in self.published:
            self.read()
        return self.published[uri]

    def hover(self, uri: str, text: str, word: str) -> str:
        """Open a text and return what is shown beside a word of it."""
        self.open(uri, text)
        before = text[: text.index(word) + 1]
        at = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
        answer = self.request("textDocument/hover", {"textDocument": {"uri": uri}, "position": at})
        return str(answer["contents"]["value"]) if answer else ""

    def completions(self, uri: str, text: str) -> set[str]:
        """Open a text with a cursor in it and return the labels offered there."""
        before, after = text.split(CURSOR)
        self.open(uri, before + after)
        lines = before.split("\n")
        at = {"line": len(lines) - 1, "character": len(lines[-1])}
        answer = self.request("textDocument/completion", {"textDocument": {"uri": uri}, "position": at})
        return {item["label"] for item in answer["items"]}


def schema_in(folder: Path, kind: str, *more: str) -> str:
    """Write a schema into a folder and return its address."""
    made = subprocess.run(
        [sys.executable, "-m", "simulator", "schema", kind, *more], check=True, capture_output=True, cwd=ROOT
    )
    path = folder / f"{kind}{len(more)}.schema.json"
    path.write_bytes(made.stdout)
    return path.as_uri()


def without_false_alarm(server: Server, paths: list[Path]) -> int:
    """Print what a server says of files that are sound; return of how many it says anything."""
    failures = 0
    for path in paths:
        said = server.diagnostics(path.as_uri(), path.read_text(encoding="utf-8"))
        failures += bool(said)
        print(f"{'FALSE' if said else 'none '}  {path.relative_to(ROOT)}")
        for each in said[:5]:
            print(f"         line {each['range']['start']['line'] + 1}: {each['message']}")
    return failures


def main() -> int:
    failures = 0
    with tempfile.TemporaryDirectory() as name:
        modules, folder = Path(sys.argv[1]).resolve(), Path(name)
        for kind, paths in (("overlay", OVERLAYS), ("rubric", RUBRICS)):
            server = Server(modules, {schema_in(folder, kind): ["*.yaml"]})
            failures += without_false_alarm(server, paths)
            server.process.kill()
        files = {"scenario": ["*.yaml", "!*.??.yaml"], "translation": ["*.??.yaml"]}
        server = Server(modules, {schema_in(folder, kind): names for kind, names in files.items()})
        failures += without_false_alarm(server, [*SHIPPED, STARTER])
        text = STARTER.read_text(encoding="utf-8")
        for what, (right, wrong) in MISTAKES.items():
            line = text[: text.index(right)].count("\n")
            said = server.diagnostics(f"file:///{what.replace(' ', '-')}.yaml", text.replace(right, wrong, 1))
            there = [each for each in said if each["range"]["start"]["line"] == line]
            failures += not there
            print(f"{'found' if there else 'MISSED'}  {what}: {there[0]['message'] if there else said[:2]}")
        for what, (begun, wanted) in ASKED.items():
            offered = server.completions(f"file:///{what.replace(' ', '-')}-asked.yaml", begun)
            missing = wanted - offered
            failures += bool(missing)
            print(f"{'LACKS' if missing else 'offers'}  {what}: {sorted(missing) or sorted(wanted)}")
        for word, wanted in HOVERED.items():
            shown = server.hover("file:///hovered.yaml", text, word)
            failures += wanted not in shown
            print(f"{'shows ' if wanted in shown else 'LACKS '}  beside '{word}': {wanted}")
        server.process.kill()
        server = Server(modules, {schema_in(folder, "scenario", "--ids-of", str(STARTER)): ["*.yaml"]})
        failures += without_false_alarm(server, [STARTER])
        for what, (typed, wanted) in IDS.items():
            begun = f"scenes:\n  a:\n    choices:\n      - id: b\n        {typed}"
            missing = wanted - server.completions(f"file:///{what.replace(' ', '-')}-ids.yaml", begun)
            failures += bool(missing)
            print(f"{'LACKS' if missing else 'offers'}  {what}: {sorted(missing or wanted)}")
        server.process.kill()
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
