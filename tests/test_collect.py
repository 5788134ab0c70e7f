"""Addresses become saved pages: against a server on this machine, by a clock that does not wait."""

from __future__ import annotations

import gzip
import hashlib
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from analysis.__main__ import app
from analysis.collect import Collected, collect, fetcher
from analysis.collect.addresses import file_name, identity, listed, to_ask, why_no_address
from analysis.collect.answers import Answer, asked_wait, to_keep, why_no_page
from analysis.collect.robots import allows, rules_for
from analysis.collect.visits import PATIENCE, Clock, Guest, in_turn
from analysis.corpus import load
from analysis.schema import CorpusError, FetchError, ParameterError
from small import web_page

HTML = {"Content-Type": "text/html; charset=utf-8"}
# What a path is answered with: status, headers, body; or what does so by itself.
Reply = tuple[int, dict[str, str], bytes] | Callable[[BaseHTTPRequestHandler], None]


def page(title: str = "Bridge reopens") -> tuple[int, dict[str, str], bytes]:
    return 200, HTML, web_page(title).encode()


class Site:
    """A server on this machine, what it says and what it was asked."""

    def __init__(self) -> None:
        self.replies: dict[str, Reply | list[Reply]] = {"/robots.txt": (404, {}, b"")}
        self.asked: list[str] = []
        self.agents: set[str] = set()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append(self.path)
                site.agents.add(self.headers["User-Agent"])
                reply: Any = site.replies.get(self.path, (404, HTML, b"gone"))
                if isinstance(reply, list):
                    reply = reply.pop(0) if len(reply) > 1 else reply[0]
                if callable(reply):
                    reply(self)
                    return
                status, headers, body = reply
                self.send_response(status)
                for name, value in ({"Content-Length": str(len(body))} | headers).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server.server_port}{path}"


class Watch:
    """A clock that goes on when somebody waits."""

    def __init__(self) -> None:
        self.now, self.waits, self.day = 0.0, list[float](), date(2031, 6, 3)

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.now, self.wait, lambda: self.day)


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.server.shutdown()
    made.server.server_close()


class Run:
    """Collect a list into a folder, as often as one likes."""

    def __init__(self, folder: Path, site: Site) -> None:
        self.folder, self.site, self.watch = folder, site, Watch()
        self.out = folder / "my-articles"

    def __call__(self, *addresses: str, source: str = "") -> Collected:
        file = self.folder / "addresses.txt"
        listed = (self.site.at(one) if one.startswith("/") else one for one in addresses)
        file.write_text("\n".join(listed) + "\n", encoding="utf-8")
        fetch = fetcher("0", read_timeout=0.3, most=200_000)
        return collect(source or str(file), self.out, fetch, self.watch.clock)

    @property
    def rows(self) -> pd.DataFrame:
        return pd.read_csv(self.out / "manifest.csv", dtype=str, keep_default_na=False)

    @property
    def pages(self) -> list[str]:
        return sorted(file.name for file in self.out.glob("*.html"))


@pytest.fixture
def run(tmp_path: Path, site: Site) -> Run:
    return Run(tmp_path, site)


# --- what is answered -------------------------------------------------------------------------


def test_a_page_is_kept_as_it_came_and_stands_in_the_manifest(run, site):
    site.replies["/a"] = page()
    assert run("/a") == (1, [], 0, [])
    (row,) = run.rows.to_dict("records")
    kept = (run.out / row["file"]).read_bytes()
    assert kept == web_page("Bridge reopens").encode()
    assert row == {
        "file": file_name(site.at("/a")),
        "outlet": "",
        "date": "",
        "url": site.at("/a"),
        "address": site.at("/a"),
        "fetched": "2031-06-03",
        "status": "200",
        "sha256": hashlib.sha256(kept).hexdigest(),
        "reason": "",
    }
    assert site.agents == {"samestory/0"}


def test_the_folder_is_a_corpus_in_which_a_refused_address_is_no_error(run, site):
    site.replies["/a"] = page()
    run("/a", "/gone", "javascript:alert(1)")
    corpus = load(run.out)
    (document,) = corpus.documents.to_dict("records")
    assert (document["outlet"], document["title"]) == ("Harbour Post", "Bridge reopens")
    assert document["url"] == site.at("/a")
    assert document["published_earliest"] == pd.Timestamp("2023-06-25")
    assert corpus.rejected.empty
    assert corpus.notes["reason"].tolist() == [
        "rows without a file that say why in the column reason: 2"
    ]


@pytest.mark.parametrize(
    ("reply", "status", "reason"),
    [
        ((404, HTML, b"x"), "404", "404 Not Found"),
        ((410, HTML, b"x"), "410", "410 Gone"),
        ((200, {"Content-Type": "application/pdf"}, b"%PDF"), "200", "application/pdf"),
        ((200, HTML, b" \n"), "200", "an empty page"),
        ((302, {}, b""), "302", "302 Found"),
        ((302, {"Location": "javascript:x"}, b""), "302", "a redirect to nowhere"),
        ((302, {"Location": "/a"}, b""), "302", "redirects that lead in a circle"),
        ((200, HTML, b"x" * 200_001), "200", "more than 0 MB"),
        ((200, HTML | {"Content-Encoding": "gzip"}, b"no gzip"), "200", "not packed as it says"),
    ],
)
def test_what_is_no_page_stands_there_with_its_reason(run, site, reply, status, reason):
    site.replies["/a"] = reply
    made = run("/a")
    (row,) = run.rows.to_dict("records")
    assert (row["file"], row["status"], row["sha256"]) == ("", status, "")
    assert reason in row["reason"] and made.refused == [(site.at("/a"), row["reason"])]
    assert run.pages == []


def test_a_redirect_is_followed_and_the_file_bears_the_final_address(run, site):
    site.replies["/short"] = (301, {"Location": "/long?id=1"}, b"")
    site.replies["/long?id=1"] = page()
    run("/short")
    (row,) = run.rows.to_dict("records")
    assert (row["address"], row["url"]) == (site.at("/short"), site.at("/long?id=1"))
    assert row["file"] == file_name(site.at("/long?id=1"))


def test_two_addresses_of_one_page_are_one_file_and_are_not_asked_again(run, site):
    site.replies["/short"] = (301, {"Location": "/long"}, b"")
    site.replies["/long"] = page()
    assert run("/long", "/short")[:3] == (1, [], 1)
    assert "leads to the page of another address" in run.rows["reason"][1]
    assert run("/long", "/short")[:3] == (0, [], 2)
    assert Counter(site.asked)["/short"] == 1


@pytest.mark.parametrize(
    "leads",
    [
        "/consent/collect?back=1",
        "/privacy-gate/accept",
        "/v2/collectConsent",
        "/login?next=http%3A%2F%2F127.0.0.1%3A{port}%2Fnews%2Fferry",
        "/",
        "/index.html",
    ],
)
def test_a_redirect_away_from_the_article_is_no_page(run, site, leads):
    path = leads.format(port=site.server.server_port)
    site.replies["/news/ferry"] = (302, {"Location": path}, b"")
    site.replies[path] = page("We value your privacy")
    ((_, reason),) = run("/news/ferry").refused
    assert reason.startswith("led to "), reason
    assert run.pages == []


@pytest.mark.parametrize(
    ("given", "final"),
    [
        ("/consent-decree", "/2031/consent-decree"),
        ("/ferry", "/informed-consenting"),
        ("/ferry", "/2031/ferry?from=home"),
        ("/", "/index.html"),
        ("/a", "/search?q=a.example/about"),
        ("/a", "/a?from=https://a.example/a"),
        ("/start", "/?id=4"),
    ],
)
def test_a_redirect_to_the_article_is_one(given, final):
    passed = "https://consent.a.example/collect"
    hops = [f"https://a.example{given}", passed, f"https://www.a.example{final}"]
    assert why_no_page(hops, Answer(200, {"content-type": "text/html"}, b"x")) == ""


def test_a_consent_page_that_leads_back_in_a_circle_is_called_one(run, site):
    site.replies["/a"] = (302, {"Location": "/consent"}, b"")
    site.replies["/consent"] = (302, {"Location": "/a"}, b"")
    ((_, reason),) = run("/a").refused
    assert reason.startswith("led to a consent page")


def test_gzip_is_unpacked(run, site):
    packed = gzip.compress(web_page("Bridge reopens").encode())
    site.replies["/a"] = (200, HTML | {"Content-Encoding": "gzip"}, packed)
    run("/a")
    assert (run.out / run.pages[0]).read_bytes() == web_page("Bridge reopens").encode()


def test_a_page_packed_to_a_bomb_is_given_up(run, site):
    packed = gzip.compress(b"<html>" + b" " * 5_000_000)
    site.replies["/a"] = (200, HTML | {"Content-Encoding": "gzip"}, packed)
    assert run("/a").refused[0][1] == "more than 0 MB"


def test_an_encoding_that_only_the_answer_tells_is_not_lost(run, site):
    russian = web_page("Мост открыт").replace("bridge", "мост")
    site.replies["/a"] = (
        200,
        {"Content-Type": "text/html; charset=windows-1251"},
        russian.encode("windows-1251"),
    )
    run("/a")
    assert load(run.out).documents["title"].tolist() == ["Мост открыт"]


def test_bytes_stay_as_they_came_where_a_page_says_its_encoding_or_the_answer_errs():
    latin = {"content-type": 'text/html; charset="iso-8859-1"'}
    said = '<meta charset="windows-1251">Мост'.encode("windows-1251")
    assert to_keep(Answer(200, latin, said)) == said
    assert to_keep(Answer(200, latin, "Мост".encode())) == "Мост".encode()
    assert to_keep(Answer(200, {"content-type": "text/html; charset=no"}, b"\xff")) == b"\xff"
    assert to_keep(Answer(200, {"content-type": "text/html; charset=hex"}, b"\xff")) == b"\xff"
    assert to_keep(Answer(200, latin, b"caf\xe9")) == "café".encode()


def _slowly(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(0.6)
    handler.close_connection = True


def _half(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    for name, value in (HTML | {"Content-Length": "5000"}).items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(b"<html>half")
    handler.close_connection = True


def _no_answer(handler: BaseHTTPRequestHandler) -> None:
    handler.close_connection = True


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (_slowly, "no answer in time"),
        (_half, "the answer was cut off"),
        (_no_answer, "the answer was cut off"),
        ((503, HTML, b"x"), "503 Service Unavailable"),
    ],
)
def test_what_may_pass_is_tried_three_times_more_and_then_told(run, site, reply, reason):
    site.replies["/a"] = reply
    assert run("/a").refused == [(site.at("/a"), reason)]
    assert Counter(site.asked)["/a"] == 4
    assert run.watch.waits == [1, 2, 4, 8]


@pytest.mark.parametrize("reply", [_slowly, _half, (500, HTML, b"x")])
def test_what_passed_is_a_page(run, site, reply):
    site.replies["/a"] = [reply, page()]
    assert run("/a").pages == 1


def test_no_connection_is_a_reason(run, site):
    site.server.shutdown()
    site.server.server_close()
    ((_, reason),) = run("/a").refused
    assert reason == "no connection"
    # The first, three more, and none for the page: no robots.txt, no visit.
    assert run.watch.waits == [2, 4, 8]


# --- manners ----------------------------------------------------------------------------------


def test_a_host_is_asked_once_a_second(run, site):
    site.replies |= {"/a": page(), "/b": page(), "/c": page()}
    run("/a", "/b", "/c")
    assert site.asked == ["/robots.txt", "/a", "/b", "/c"]
    assert run.watch.waits == [1, 1, 1]


def test_hosts_take_turns():
    free = Counter()
    order = []
    for address in in_turn(
        [f"http://{host}.example/{n}" for host in "ab" for n in range(2)], lambda host: free[host]
    ):
        order.append(address[7:8])
        free[f"{address[7:8]}.example"] += 1
    assert order == ["a", "b", "a", "b"]


def test_429_waits_as_long_as_it_is_asked_to(run, site):
    site.replies["/a"] = [(429, {"Retry-After": "30"}, b""), page()]
    assert run("/a").pages == 1
    assert run.watch.waits == [1, 30]


def test_a_host_that_asks_for_longer_is_left_for_another_run(run, site):
    site.replies["/a"] = (429, {"Retry-After": f"{PATIENCE + 1:.0f}"}, b"")
    site.replies["/b"] = page()
    made = run("/a", "/b")
    assert [reason for _, reason in made.refused] == [
        "429 Too Many Requests",
        "not asked: its host asks to be left alone for more than 120 seconds",
    ]
    assert Counter(site.asked) == {"/robots.txt": 1, "/a": 1}
    assert run.rows["status"].tolist() == ["429", ""]


def test_a_day_to_come_again_is_told_by_the_answers_own_clock():
    headers = {
        "retry-after": "Tue, 03 Jun 2031 10:01:00 GMT",
        "date": "Tue, 03 Jun 2031 10:00:00 GMT",
    }
    assert asked_wait(Answer(503, headers)) == 60
    assert asked_wait(Answer(503, {"retry-after": headers["retry-after"]})) is None
    assert asked_wait(Answer(503, {"retry-after": "soon"})) is None


def test_robots_txt_is_obeyed_once_a_host_and_behind_redirects(run, site):
    rules = b"User-agent: *\nDisallow: /private\nCrawl-delay: 3\n"
    site.replies |= {"/robots.txt": (200, {}, rules), "/a": page(), "/private/b": page()}
    site.replies["/open"] = (302, {"Location": "/private/b"}, b"")
    made = run("/a", "/private/b", "/open", "/x/../private/b", "/private")
    assert {reason for _, reason in made.refused} == {"robots.txt refuses it"}
    assert site.asked == ["/robots.txt", "/a", "/open"]
    assert run.watch.waits == [1, 3]


def test_where_robots_txt_fails_nothing_is_asked(run, site):
    site.replies |= {"/robots.txt": (500, {}, b""), "/a": page()}
    ((_, reason),) = run("/a").refused
    assert reason == "robots.txt cannot be read: 500 Internal Server Error"
    assert "/a" not in site.asked


@pytest.mark.parametrize(
    ("rules", "path", "may"),
    [
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("User-agent: SameStory/1.0\nAllow: /\n\nUser-agent: *\nDisallow: /", "/a", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: samestory\nDisallow: /b", "/a", True),
        ("User-agent: x\nUser-agent: *\nDisallow: /a", "/a", False),
        ("User-agent: x\nDisallow: /b\nUser-agent: *\nDisallow: /a", "/b", True),
        ("User-agent: *\nDisallow: /\nAllow: /news/", "/news/1", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x", True),
        ("User-agent: *\nDisallow: /a$", "/a", False),
        ("User-agent: *\nDisallow: /a$", "/ab", True),
        ("User-agent: *\nDisallow: /*/b*c", "/x/bac", False),
        ("User-agent: *\nDisallow: /*?print=", "/a?print=1", False),
        ("User-agent: *\nDisallow: /ü", "/%C3%BCber", False),
        ("User-agent: *\nDisallow: /a # not now", "/a", False),
        ("\ufeffUser-agent: *\r\nDisallow: /a\r\n", "/a", False),
        ("<html>no rules</html>", "/a", True),
    ],
)
def test_rules_of_robots_txt(rules, path, may):
    assert allows(rules_for("samestory", rules.encode()), f"https://a.example{path}") is may


@given(st.text("ab*$/", max_size=12), st.text("ab/", max_size=12))
def test_a_pattern_of_robots_txt_fits_as_the_regular_expression_that_it_means(pattern, path):
    rules = rules_for("samestory", f"User-agent: *\nDisallow: {pattern}".encode())
    body = pattern.strip().removesuffix("$")
    meant = ".*".join(map(re.escape, body.split("*")))
    meant += r"\Z" if pattern.strip().endswith("$") else ""
    fits = bool(pattern.strip()) and re.match(meant, "/" + path) is not None
    assert allows(rules, f"https://a.example/{path}") is not fits


# --- again, and hands -------------------------------------------------------------------------


def test_run_again_asks_only_for_what_is_new_or_failed(run, site):
    site.replies |= {"/a": page(), "/b": [(404, HTML, b"x"), page()], "/c": page()}
    run("/a", "/b")
    site.asked.clear()
    run.watch.day = date(2031, 6, 4)
    assert run("/a", "/b", "/c") == (2, [], 1, [])
    assert site.asked == ["/robots.txt", "/b", "/c"]
    assert run.rows["fetched"].tolist() == ["2031-06-03", "2031-06-04", "2031-06-04"]
    before = (run.out / "manifest.csv").read_bytes()
    site.asked.clear()
    assert run("/a", "/b", "/c") == (0, [], 3, [])
    assert site.asked == []
    assert (run.out / "manifest.csv").read_bytes() == before


def test_what_fails_as_before_leaves_the_manifest_as_it_is(run, site):
    site.replies["/a"] = page()
    run("/a", "/gone")
    before = (run.out / "manifest.csv").stat().st_ino
    run.watch.day = date(2031, 6, 4)
    run("/a", "/gone")
    assert (run.out / "manifest.csv").stat().st_ino == before
    site.replies["/gone"] = (410, HTML, b"")
    run("/a", "/gone")
    assert run.rows["fetched"].tolist() == ["2031-06-03", "2031-06-04"]


def test_a_page_that_was_removed_is_fetched_again(run, site):
    site.replies["/a"] = page()
    run("/a")
    (run.out / run.pages[0]).unlink()
    assert run("/a").pages == 1


def test_same_input_gives_the_same_bytes(tmp_path, site):
    site.replies |= {"/a": page(), "/b": page("Ferry stays")}
    made = []
    for name in ("one", "two"):
        run = Run(tmp_path / name, site)
        run.folder.mkdir()
        run("/b", "/a", "/gone", "mailto:x")
        made.append({file.name: file.read_bytes() for file in run.out.iterdir()})
    assert made[0] == made[1]
    assert [row.partition(":")[0] for row in run.rows["address"]] == ["http"] * 3 + ["mailto"]


def test_what_a_hand_writes_into_the_manifest_stays(run, site):
    site.replies |= {"/a": page(), "/b": page("Ferry stays")}
    run("/a")
    rows = run.rows.assign(outlet="Own Name", note="read")
    rows.loc[1] = {"file": "mine.txt", "outlet": "Mine", "note": "by hand"}
    rows.to_csv(run.out / "manifest.csv", index=False, sep=";")
    run("/a", "/b")
    found = run.rows.set_index("file")
    assert found.loc["mine.txt", ["outlet", "note"]].tolist() == ["Mine", "by hand"]
    assert found.loc[file_name(site.at("/a")), ["outlet", "note"]].tolist() == ["Own Name", "read"]
    assert len(found) == 3


def test_a_manifest_that_lost_a_row_or_its_addresses_is_not_written_over(run, site):
    site.replies["/a"] = page()
    run("/a")
    manifest = run.out / "manifest.csv"
    for broken in (manifest.read_text() + ",".join("x" * 12) + "\n", "file,outlet\na,b\n"):
        manifest.write_text(broken)
        with pytest.raises(CorpusError, match=r"Mend it first|no column address"):
            run("/a")
        assert manifest.read_text() == broken


def test_ctrl_c_keeps_what_is_there(run, site):
    site.replies |= {"/a": page(), "/b": page()}

    def wait(_: float) -> None:
        if "/a" in site.asked:
            raise KeyboardInterrupt

    run.watch.wait = wait
    with pytest.raises(KeyboardInterrupt):
        run("/a", "/b")
    assert run.rows["file"].tolist() == run.pages == [file_name(site.at("/a"))]
    run.watch = Watch()
    assert run("/a", "/b")[:3] == (1, [], 1)


def test_a_folder_of_somebody_else_is_not_touched(run, site):
    run.out.mkdir()
    (run.out / "mine.txt").write_text("mine")
    with pytest.raises(ParameterError, match="holds files that were not collected"):
        run("/a")
    assert [file.name for file in run.out.iterdir()] == ["mine.txt"]
    assert site.asked == []


def test_a_folder_of_pages_is_no_place_for_a_store(run, site):
    site.replies["/a"] = page()
    run("/a")
    answer = CliRunner().invoke(app, ["prepare", str(run.out), "--out", str(run.out)])
    assert "neither empty nor a store" in str(answer.exception)
    assert len(run.pages) == 1


# --- addresses, lists, feeds, sitemaps --------------------------------------------------------

HOSTILE = [
    "../../etc/passwd",
    "/etc/passwd",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "ftp://a.example/x",
    "http://",
    "http://[::1",
    "http://a.example:port/",
    "http://a..example/",
    "http://user:secret@a.example/",
    "https://a.example/" + "x" * 9_000,
    "https://a.example/\x00\x07",
    "=cmd|' /C calc'!A0",
    "нет",
]


def test_hostile_addresses_stand_in_the_manifest_and_do_nothing(run, site):
    made = run(*[one for one in HOSTILE if not one.startswith("/")])
    assert made.pages == 0 and len(made.refused) == len(HOSTILE) - 1
    assert all(reason for _, reason in made.refused)
    assert site.asked == []
    rows = run.rows
    assert len(rows) == len(HOSTILE) - 1 and set(rows["file"]) == {""}
    assert not rows["address"].str.startswith("=").any()
    run(*[one for one in HOSTILE if not one.startswith("/")])
    assert len(run.rows) == len(rows)
    assert sorted(file.name for file in run.folder.iterdir()) == ["addresses.txt", "my-articles"]


@given(st.text(max_size=60), st.sampled_from(["", "http://", "https://a.example/", "//", "../"]))
def test_any_address_is_refused_or_has_a_plain_name(rest, head):
    address = head + rest
    if why_no_address(address):
        return
    name = file_name(address)
    assert name == file_name(to_ask(address)) and len(name) <= 80
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert name.endswith(".html") and name.count(".") == 1
    assert to_ask(to_ask(address)) == to_ask(address) and to_ask(address).isascii()
    assert identity(to_ask(address)) == identity(address)


def test_unicode_is_asked_for_as_it_is_meant(run, site):
    site.replies["/%C3%BCber/%D0%BC%D0%BE%D1%81%D1%82?q=%C3%A9%20x"] = page()
    assert run("/über/мост?q=é x").pages == 1
    assert run.rows["address"][0].endswith("/über/мост?q=é x")


def test_pages_that_differ_by_what_tracks_readers_are_one():
    found = listed(b"http://a.example/x?utm_source=rss\nhttps://a.example/x#top\n").pages
    assert found == ["http://a.example/x?utm_source=rss"]
    apart = listed(b"https://a.example/x?id=1\nhttps://a.example/x?id=2\n").pages
    assert len(apart) == 2


RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>Post</title><link>https://post.example/</link>
<atom:link href="https://post.example/feed" rel="self"/>
<item><title>A</title><link> https://post.example/a?x=1&amp;y=2 </link></item>
<item><link><![CDATA[https://post.example/b]]></link><guid>https://post.example/?p=2</guid></item>
<item><guid>https://post.example/c</guid></item>
<item><guid isPermaLink="false">tag:4</guid></item>
<item><link>/d</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://post.example/"/>
<entry><link rel="enclosure" href="/a.mp3"/>
<link rel="alternate" type="text/html" href="a"/></entry>
<entry><link href="https://post.example/b"/></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/"><channel><link>https://post.example/</link></channel>
<item><link>https://post.example/a</link></item></rdf:RDF>"""
URLSET = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url><loc>
https://post.example/a</loc><image:image><image:loc>https://post.example/a.jpg</image:loc>
</image:image></url><!-- one --><url><loc>https://post.example/b</loc></url></urlset>"""


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        (RSS, ["a?x=1&y=2", "b", "c", "d"]),
        (ATOM, ["a", "b"]),
        (RDF, ["a"]),
        (URLSET, ["a", "b"]),
        ("\ufeff# mine\n\n https://post.example/a \r\nhttps://post.example/b", ["a", "b"]),
    ],
)
def test_lists_feeds_and_sitemaps_name_articles(text, paths):
    for raw in (text.encode(), gzip.compress(text.encode())):
        found = listed(raw, "https://post.example/feed.xml").pages
        assert found == [f"https://post.example/{path}" for path in paths]


def test_an_entity_of_a_feed_fetches_nothing(tmp_path):
    (tmp_path / "secret").write_text("https://post.example/secret")
    feed = (
        f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
        "<rss><channel><item><link>&x;</link></item></channel></rss>"
    )
    assert listed(feed.encode()).pages == []


def test_a_web_page_in_place_of_a_feed_is_refused_and_its_feeds_are_named():
    html = '<html><head><link type="application/rss+xml" href="/rss"></head><body></body></html>'
    with pytest.raises(CorpusError, match=r"names feeds: https://a\.example/rss\."):
        listed(html.encode(), "https://a.example/")
    with pytest.raises(CorpusError, match="neither a list"):
        listed(b"<<<<")


def test_a_feed_that_is_fetched_goes_on_where_it_was(run, site):
    item = "<item><link>{}</link></item>"
    feed = "<rss><channel>{}</channel></rss>"
    first, second = (item.format(site.at(path)) for path in ("/a", "/b"))
    kind = {"Content-Type": "application/rss+xml"}
    site.replies |= {"/a": page(), "/b": page("Ferry stays")}
    site.replies["/feed"] = [
        (200, kind, feed.format(first).encode()),
        (200, kind, feed.format(second + first).encode()),
    ]
    assert run(source=site.at("/feed")) == (1, [], 0, [])
    assert run(source=site.at("/feed")) == (1, [], 1, [])
    assert run.rows["address"].tolist() == [site.at("/a"), site.at("/b")]


def test_a_sitemap_leads_to_others_and_one_that_fails_is_told(run, site):
    part = "<sitemap><loc>{}</loc></sitemap>"
    index = "".join(part.format(site.at(path)) for path in ("/one.xml.gz", "/gone.xml", "/map.xml"))
    site.replies["/map.xml"] = (200, {}, f"<sitemapindex>{index}</sitemapindex>".encode())
    one = f"<urlset><url><loc>{site.at('/a')}</loc></url></urlset>"
    site.replies["/one.xml.gz"] = (200, {}, gzip.compress(one.encode()))
    site.replies["/a"] = page()
    made = run(source=site.at("/map.xml"))
    assert (made.pages, made.refused) == (1, [])
    assert made.remarks == [f"{site.at('/gone.xml')} cannot be fetched: 404 Not Found"]


def test_a_source_that_is_not_there_says_so_and_makes_no_folder(run, site):
    with pytest.raises(FetchError, match="404 Not Found"):
        run(source=site.at("/feed"))
    with pytest.raises(CorpusError, match=r"Did you mean 'addresses\.txt'"):
        run(source=str(run.folder / "adresses.txt"))
    with pytest.raises(CorpusError, match="names no address"):
        run("# nothing yet")
    assert not run.out.exists()


# --- the command ------------------------------------------------------------------------------


def test_the_command_says_what_came_and_ends_with_1_only_if_all_failed(tmp_path, site):
    site.replies["/a"] = page()
    file, out = tmp_path / "addresses.txt", str(tmp_path / "my-articles")
    file.write_text("mailto:x\n")
    assert CliRunner().invoke(app, ["collect", str(file), "--out", out]).exit_code == 1
    file.write_text(f"{site.at('/a')}\nmailto:x\n")
    answer = CliRunner().invoke(app, ["collect", str(file), "--out", out])
    assert answer.exit_code == 0, answer.output
    assert "1 new page, 0 were there before, no page: 1" in answer.output
    assert "  mailto:x: no http or https address" in answer.output
    assert CliRunner().invoke(app, ["collect", str(file), "--out", out]).exit_code == 0
    checked = CliRunner().invoke(app, ["check", out])
    assert checked.exit_code == 0 and "refused: 0" in checked.output


def test_a_guest_without_an_address_to_follow_stays_where_it_is():
    answers = {"https://a.example/robots.txt": Answer(404), "https://a.example/x": Answer(304)}
    guest = Guest(answers.__getitem__, Watch().clock)
    assert guest.visit("https://a.example/x").hops == ("https://a.example/x",)
