"""Sending statements to a record store that refuses, hangs, breaks or dies: a real server on loopback."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

import pytest

from scoring.exports.lrs import Lrs, LrsError, send

STATEMENTS = [
    {"id": f"00000000-0000-5000-8000-{n:012}", "actor": {"name": "a"}, "verb": {"id": "v"}, "object": {"id": "o"}}
    for n in range(25)
]
Answer = tuple[int, dict[str, str], bytes] | None


class Store:
    """A record store on loopback. `behave` is asked what to answer to each POST; None is as it should be."""

    def __init__(self, behave: Callable[["Store", list[dict]], Answer] | None = None, port: int = 0) -> None:
        self.kept: dict[str, dict] = {}
        self.posts: list[list[dict]] = []
        self.headers: list[dict[str, str]] = []
        self.behave = behave or (lambda _store, _batch: None)
        self.released = threading.Event()
        store = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                batch = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                store.posts.append(batch)
                store.headers.append(dict(self.headers))
                answer = store.behave(store, batch)
                if answer is None:
                    answer = store.keep(batch)
                self.reply(*answer)

            def do_GET(self) -> None:
                found = store.kept.get(self.path.split("statementId=")[-1])
                self.reply(200 if found else 404, {}, json.dumps(found).encode())

            def reply(self, status: int, headers: dict[str, str], body: bytes) -> None:
                if status == 0:  # breaks the connection off
                    self.close_connection = True
                    self.connection.close()
                    return
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            def handle_error(self, *_: object) -> None:
                pass  # a broken connection is what some tests are about

        self.server = Server(("127.0.0.1", port), Handler)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.thread.start()

    def keep(self, batch: list[dict]) -> Answer:
        if any(self.kept.get(each["id"], each) != each for each in batch):
            return 409, {}, b"conflict"
        new = [each["id"] for each in batch if each["id"] not in self.kept]
        self.kept.update({each["id"]: each for each in batch})
        return 200, {}, json.dumps(new).encode()  # as Ralph does: those that it had are left out

    def close(self) -> None:
        self.released.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Patience:
    """Waits no time, and remembers how long it was asked to."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.waits.append(seconds)


def go(store, tmp_path, statements=STATEMENTS, wait=None, waits=lambda _: None, **options):
    lrs = Lrs(f"http://127.0.0.1:{store.port}/xapi", "Basic YTpi", **{"batch": 10, "timeout": 5.0} | options)
    return send(lrs, lambda: statements, progress_file=tmp_path / "progress.json", waits=waits, wait=wait or Patience())


def test_every_statement_arrives_in_batches_with_the_sign_in_and_the_version(tmp_path):
    with Store() as store:
        outcome = go(store, tmp_path)
        assert list(store.kept) == [each["id"] for each in STATEMENTS]
        assert [len(batch) for batch in store.posts] == [10, 10, 5]
        assert {each["Authorization"] for each in store.headers} == {"Basic YTpi"}
        assert {each["X-Experience-API-Version"] for each in store.headers} == {"1.0.3"}
    assert (outcome.sent, outcome.before, outcome.conflicts, outcome.refused) == (25, 0, [], [])
    assert not (tmp_path / "progress.json").exists()


def test_sending_twice_changes_nothing(tmp_path):
    with Store() as store:
        go(store, tmp_path)
        kept = dict(store.kept)
        assert go(store, tmp_path).sent == 25
        assert store.kept == kept


@pytest.mark.parametrize("answer", [(500, {}, b"broken"), (503, {}, b""), (429, {}, b""), (0, {}, b"")])
def test_a_passing_trouble_is_waited_out(tmp_path, answer):
    def twice(store, _batch):
        return answer if len(store.posts) in (2, 3) else None

    wait = Patience()
    with Store(twice) as store:
        assert go(store, tmp_path, wait=wait).sent == 25
        assert len(store.kept) == 25
    assert wait.waits == [1.0, 2.0]


def test_a_store_that_says_when_to_come_back_is_heeded_but_not_for_ever(tmp_path):
    wait = Patience()
    with Store(lambda store, _: (503, {"Retry-After": "86400"}, b"") if len(store.posts) == 1 else None) as store:
        go(store, tmp_path, wait=wait)
    assert wait.waits == [60.0]


@pytest.mark.parametrize("later", ["²", "-1", "1e9", "Wed, 21 Oct 2026 07:28:00 GMT", "9" * 400, ""])
def test_whatever_a_store_says_of_when_to_come_back_the_wait_is_short_and_is_told(tmp_path, later):
    wait, told = Patience(), []
    with Store(lambda store, _: (429, {"Retry-After": later}, b"busy") if len(store.posts) == 2 else None) as store:
        assert go(store, tmp_path, wait=wait, waits=told.append).sent == 25
    (seconds,) = wait.waits
    assert told == [f"The record store answered 429 busy, 1 of 5 times: trying again in {seconds:.0f} s"]
    assert seconds in (1.0, 60.0)


def test_a_store_that_does_not_recover_is_given_up_with_what_it_took_kept(tmp_path):
    with Store(lambda store, _: (500, {}, b"out of\x1b[31m order") if len(store.posts) > 1 else None) as store:
        with pytest.raises(LrsError) as error:
            go(store, tmp_path)
        assert len(store.posts) == 1 + 5
    assert error.value.outcome.sent == 10
    assert "answered 500 out of [31m order, 5 times over" in error.value.said
    assert "goes on where it stopped" in error.value.mend
    assert json.loads((tmp_path / "progress.json").read_text())["acknowledged"] == 10


def test_a_store_that_dies_in_the_middle_gets_the_rest_when_it_is_back(tmp_path):
    with Store(lambda store, _: (0, {}, b"") if len(store.posts) > 2 else None) as store:
        with pytest.raises(LrsError, match="broke off the connection"):
            go(store, tmp_path)
        port, kept = store.port, dict(store.kept)
    assert len(kept) == 20
    with Store(port=port) as back:
        back.kept = kept
        outcome = go(back, tmp_path)
        assert [len(batch) for batch in back.posts] == [5]
        assert len(back.kept) == 25
    assert (outcome.before, outcome.sent) == (20, 5)


def test_other_statements_than_before_are_sent_from_the_first(tmp_path):
    with Store(lambda store, _: (500, {}, b"") if len(store.posts) > 2 else None) as store, pytest.raises(LrsError):
        go(store, tmp_path, attempts=1)
    with Store() as back:
        outcome = go(back, tmp_path, statements=list(reversed(STATEMENTS)))
        assert len(back.kept) == 25
    assert (outcome.before, outcome.sent) == (0, 25)


@pytest.mark.parametrize("content", ["", "[]", '{"acknowledged": 10}', '{"acknowledged": -1, "ids": "x"}', "\x00"])
def test_a_spoilt_progress_file_means_from_the_first(tmp_path, content):
    (tmp_path / "progress.json").write_text(content)
    with Store() as store:
        assert go(store, tmp_path).sent == 25


def test_a_store_that_hangs_is_left_after_the_deadline(tmp_path):
    with Store(lambda store, _: (store.released.wait(30), (0, {}, b""))[1]) as store:
        with pytest.raises(LrsError, match=r"did not answer within 0\.2 s, 2 times over"):
            go(store, tmp_path, timeout=0.2, attempts=2)
        store.released.set()


def test_a_store_that_drips_its_answer_is_left_after_the_deadline_too(tmp_path):
    with Store() as store:
        handler = store.server.RequestHandlerClass

        def reply(self, *_):
            self.send_response(200)
            self.send_header("Content-Length", "1000000")
            self.end_headers()
            while not store.released.wait(0.02):
                try:
                    self.wfile.write(b" ")
                except OSError:
                    break
            self.close_connection = True

        handler.reply = reply
        with pytest.raises(LrsError, match=r"did not answer within 0\.3 s"):
            go(store, tmp_path, timeout=0.3, attempts=1)


def test_nobody_there_is_said_in_a_sentence(tmp_path):
    with Store() as store:
        pass
    with pytest.raises(LrsError, match="cannot be reached"):
        go(store, tmp_path)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, "refuses the sign-in"),
        (403, "refuses the sign-in"),
        (404, "no record store at"),
        (302, "redirects to another address"),
    ],
)
def test_being_turned_away_is_final_and_says_why(tmp_path, status, said):
    with Store(lambda *_: (status, {"Location": "http://127.0.0.1:9/"}, b"")) as store:
        with pytest.raises(LrsError, match=said):
            go(store, tmp_path)
        assert len(store.posts) == 1


def test_one_statement_that_the_store_keeps_otherwise_does_not_stop_the_others(tmp_path):
    with Store() as store:
        other = STATEMENTS[13] | {"verb": {"id": "other"}}
        store.kept[other["id"]] = other
        outcome = go(store, tmp_path)
        assert len(store.kept) == 25
        assert store.kept[other["id"]] == other
    assert outcome.sent == 24
    assert outcome.conflicts == [other["id"]]


def test_a_store_that_answers_409_to_what_it_has_already_is_no_conflict(tmp_path):
    def strict(store, batch):
        return (409, {}, b"exists") if any(each["id"] in store.kept for each in batch) else None

    with Store(strict) as store:
        go(store, tmp_path)
        # A store may add what the standard implies; that is no other statement.
        for kept in list(store.kept.values()):
            store.kept[kept["id"]] = kept | {"stored": "2026-11-22T10:00:00Z", "authority": {"name": "lrs"}}
        again = go(store, tmp_path)
    assert (again.sent, again.conflicts) == (25, [])


def test_a_statement_that_the_store_calls_wrong_is_named_and_the_others_arrive(tmp_path):
    bad = STATEMENTS[3]["id"]
    with Store(lambda _, batch: (400, {}, b"bad verb") if any(s["id"] == bad for s in batch) else None) as store:
        outcome = go(store, tmp_path)
        assert len(store.kept) == 24
    assert outcome.refused == [(bad, "400 bad verb")]


def test_a_store_that_calls_everything_wrong_is_soon_left_alone(tmp_path):
    with Store(lambda *_: (400, {}, b"no xAPI here")) as store:
        with pytest.raises(LrsError, match="refuses our statements: 400 no xAPI here"):
            go(store, tmp_path)
        assert len(store.posts) < 60


def test_batches_that_are_too_large_are_halved(tmp_path):
    with Store(lambda _, batch: (413, {}, b"") if len(batch) > 3 else None) as store:
        assert go(store, tmp_path).sent == 25
        assert len(store.kept) == 25


def test_where_progress_cannot_be_kept_statements_are_sent_all_the_same(tmp_path):
    (tmp_path / "file").write_text("")
    with Store() as store:
        assert go(store, tmp_path / "file" / "folder").sent == 25


@pytest.mark.parametrize(
    "answer",
    [
        (204, {}, b""),
        (200, {}, b"<html>Welcome</html>"),
        (200, {}, b"{}"),
        (200, {}, b'["00000000-0000-4000-8000-000000000000"]'),
        (200, {}, b"[" * 100_000),
        (200, {}, b"x" * 1_100_000),
        (200, {"Content-Encoding": "gzip"}, b"\x1f\x8b"),
    ],
    ids=["204", "a page", "no array", "other ids", "deep", "huge", "packed"],
)
def test_an_answer_that_does_not_name_what_was_sent_is_a_fault_in_a_sentence(tmp_path, answer):
    with Store(lambda *_: answer) as store, pytest.raises(LrsError) as failed:
        go(store, tmp_path)
    assert "record store" in failed.value.said
    assert failed.value.outcome.sent == 0
