"""Credits: who published, who wrote, where and when; on invented pages and on real ones."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis import schema
from analysis.corpus import clean, credit
from analysis.corpus.read import read_documents

OUTLETS = Path(__file__).resolve().parents[1] / "data" / "outlets"
RULES = clean.load_rules(OUTLETS)


def blank(**columns: Any) -> pd.DataFrame:
    row: dict[str, Any] = {
        column.name: {"int64": 0, "datetime64[s]": pd.NaT}.get(column.dtype, "")
        for column in schema.DOCUMENTS.columns
    }
    frame = pd.DataFrame([row | {"document_id": "d"} | columns])
    return schema.shape(frame, schema.DOCUMENTS)


def credited(source: str, rules: clean.Rules = RULES, **columns: Any) -> dict[str, Any]:
    frame = blank(source=source, **columns)
    filled = credit.credit(frame, clean.segment(frame, rules), rules)
    assert filled.columns.tolist() == frame.columns.tolist()
    assert [str(filled[c].dtype) for c in filled] == [str(frame[c].dtype) for c in frame]
    row = filled.iloc[0].to_dict()
    return {str(name): value for name, value in row.items()}


def days(row: dict[str, Any]) -> list[str]:
    """First and last day, '' where that end is open."""
    ends = (row["published_earliest"], row["published_latest"])
    return ["" if pd.isna(day) else str(day.date()) for day in ends]


TITLE = "Ferry Strike Leaves Port Alder Without Bread"
LEDE = "The ferries to Port Alder stayed in harbour on {day}, and bakers ran out of flour."
MORE = "Mayor Ilse Brandt said the town had {more} and asked for calm."


def article(
    dateline: str = "", end: str = "", day: str = "the first day", more: str = "bread"
) -> str:
    lede, last = LEDE.format(day=day), MORE.format(more=more)
    return f"{TITLE}\n\n{dateline} {lede}\n\n{last} {end}"


# --- who wrote it ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "agency", "where"),
    [
        (article("Port Alder, Jun 3 (AP)"), "AP", "dateline"),
        (article("PORT ALDER, June 3. /TASS/."), "TASS", "dateline"),
        (article("PORT ALDER (Reuters) -"), "Reuters", "dateline"),
        (article("Port Alder (North Shore) [Sorland], June 3 (ANI):"), "ANI", "dateline"),
        (article("PORT ALDER, June 3 Kyodo\n\n"), "Kyodo", "dateline"),
        (article("Port Alder, June 3, Jiji Press --"), "Jiji Press", "dateline"),
        (article("Port Alder (dpa/tmn) -"), "dpa", "dateline"),
        (article(end="(AP)"), "AP", "sign-off"),
        (article(end="\n\nAFP"), "AFP", "sign-off"),
        (article(end="\n\n(Reporting by A. Petrova; Editing by L. Wei)"), "Reuters", "sign-off"),
        (article(end="\n\nReporting by A. Petrova; Editing by L. Wei"), "Reuters", "sign-off"),
        (article(end="\n\nWriting by A. Petrova; Editing by L. Wei"), "Reuters", "sign-off"),
        (article().replace("\n\n", "\n\nBy AFP\n\n", 1), "AFP", "byline"),
        (article().replace("\n\n", "\n\nByPress Trust of India, Birch\n\n", 1), "PTI", "byline"),
        (article().replace("\n\n", "\n\nPress Trust of India\n\n", 1), "PTI", "byline"),
        (article().replace("\n\n", "\n\nSource: Xinhua\n\nEditor: wei\n\n", 1), "Xinhua", "byline"),
        (
            article().replace("\n\n", "\n\nSource: Xinhua | 2031-06-03 | Editor: wei\n\n", 1),
            "Xinhua",
            "byline",
        ),
        (
            article(end="This report by The Canadian Press was first published June 3, 2031."),
            "The Canadian Press",
            "note",
        ),
        (article().replace("\n\n", "\n\nLi Wei, Associated Press\n\n", 1), "AP", "byline"),
        (article(end="\n\nCopyright 2031 The Associated Press."), "AP", "note"),
        (
            article(
                end="\n\n(The above story was written by a desk of Press Trust of India (PTI))"
            ),
            "PTI",
            "note",
        ),
    ],
)
def test_an_agency_is_credited_by_its_marks(source: str, agency: str, where: str) -> None:
    row = credited(source, outlet="Alder Courier")
    assert (row["agency"], row["origin"]) == (agency, agency)
    assert row["chain"] == f"{agency} > Alder Courier"
    assert f"{agency} in the" in row["credit_evidence"] and where in row["credit_evidence"]


@pytest.mark.parametrize(
    "source",
    [
        article(),
        article(more="told Reuters it would wait"),
        article(end="It was first reported by AFP."),
        article().replace("\n\n", "\n\nFerries at rest. Ana Petrova / POOL / TASS\n\n", 1),
        article().replace("\n\n", "\n\nFerries at rest (AP Photo/Li Wei)\n\n", 1),
        article().replace("\n\n", "\n\nFerries at rest [AFP/Getty]\n\n", 1),
        article(end="\n\nThe Associated Press contributed to this report."),
        article(end="\n\n(AFP, Reuters)"),
        article(end="\n\nWith AP"),
        article(end="(With AP)"),
        article(end="(With PTI inputs)"),
        article(end="\n\n(With inputs from PTI)"),
        article(end="\n\nReporting by A. Petrova, editing by L. Wei"),
        article().replace("\n\n", "\n\nBy Li Wei with Reuters\n\n", 1),
        article().replace("\n\n", "\n\nSource: Alder Harbour Office\n\n", 1),
        article(end="\n\n© REUTERS/Li Wei"),
    ],
)
def test_what_is_no_credit_leaves_the_outlet_s_own_copy(source: str) -> None:
    row = credited(source, outlet="Alder Courier")
    assert (row["agency"], row["origin"], row["chain"]) == ("", "Alder Courier", "Alder Courier")


def test_claimed_authorship_loses_to_the_dateline_and_stays_in_the_chain() -> None:
    note = "(The above news was checked and authored by a desk of Press Trust of India (PTI))"
    row = credited(article("Port Alder, Jun 3 (AP)", f"(AP)\n\n{note}"), outlet="Alder Live")
    assert (row["agency"], row["chain"]) == ("AP", "AP > PTI > Alder Live")


def test_an_agency_s_own_page_is_by_the_agency() -> None:
    row = credited(article("PORT ALDER, June 3. /TASS/."), outlet="TASS")
    assert (row["agency"], row["origin"], row["chain"]) == ("TASS", "TASS", "TASS")
    plain = credited(article(), outlet="Associated Press")
    assert (plain["agency"], plain["origin"], plain["chain"]) == ("AP", "AP", "AP")


def test_a_broadcaster_s_own_mark_is_no_agency_credit() -> None:
    row = credited(article("(CNN)"), outlet="CNN (Web News)")
    assert (row["agency"], row["origin"]) == ("", "CNN (Web News)")
    assert credited(article("(CNN)"), outlet="Alder Courier")["agency"] == "CNN"


@pytest.mark.parametrize(
    ("host", "mark", "origin"),
    [
        ("edition.cnn.com", "(CNN)", "CNN"),
        ("www.money.cnn.com", "(CNN)", "CNN"),
        ("www.bloomberg.com", "(Bloomberg)", "Bloomberg"),
        ("www.reuters.com", "(Reuters) -", "Reuters"),
        ("apnews.com", "(AP)", "AP"),
        ("www.xinhuanet.com", "(Xinhua)", "Xinhua"),
        ("www.aa.com.tr", "(AA)", "Anadolu"),
    ],
)
def test_what_an_outlet_credits_to_itself_is_of_one_group_with_its_other_copy(
    host: str, mark: str, origin: str
) -> None:
    marked = credited(article(f"PORT ALDER {mark}"), outlet=host)
    plain = credited(article(), outlet=host)
    assert (marked["origin"], plain["origin"]) == (origin, origin)
    assert ">" not in marked["chain"] + plain["chain"]


def test_another_s_host_is_no_agency() -> None:
    for host in ("cnn.alder-courier.com", "www.alder.co.uk", "www.newsnet.com", "AP Herald"):
        assert credited(article("PORT ALDER (CNN)"), outlet=host)["origin"] == "CNN"


@pytest.mark.parametrize(
    ("given", "outlet", "agency"),
    [
        ("www.reuters.com", "Reuters", "Reuters"),
        ("https://apnews.com/hub/ferries", "AP", "AP"),
        ("tass.com", "TASS", "TASS"),
        ("TASS", "TASS", "TASS"),
        ("edition.cnn.com", "CNN", ""),
        ("europe.chinadaily.com.cn", "China Daily", ""),
        ("NYTimes", "The New York Times", ""),
        ("alder-courier.com", "alder-courier.com", ""),
        ("NYTimes.alder.com", "NYTimes.alder.com", ""),
        ("The Alder Courier", "The Alder Courier", ""),
    ],
)
def test_hosts_and_handles_of_one_publisher_are_one_outlet(
    given: str, outlet: str, agency: str
) -> None:
    row = credited(article(), outlet=given)
    assert (row["outlet"], row["agency"], row["origin"]) == (outlet, agency, outlet)
    said = "outlet: given" if given == outlet else f"outlet: given as {given};"
    assert row["credit_evidence"].startswith(said)


@pytest.mark.parametrize(
    ("byline", "agency"),
    [("Ana Petrova, Dpa", "dpa"), ("Ana Petrova, Pa", ""), ("Ana Petrova", ""), ("Nan", "")],
)
def test_a_mark_behind_an_author_may_have_lost_its_capitals(byline: str, agency: str) -> None:
    source = article().replace("\n\n", f"\n\n{byline}\n\n", 1)
    frame = blank(source=source, outlet="Alder Courier").assign(html_byline=byline)
    filled = credit.credit(frame, clean.segment(frame, RULES), RULES)
    assert (filled["agency"][0], filled["byline"][0]) == (agency, byline)


def test_an_analyst_lists_a_publisher_s_hosts(tmp_path: Path) -> None:
    for path in OUTLETS.glob("*.yml"):
        shutil.copy(path, tmp_path)
    listed = tmp_path / "publishers.yml"
    listed.write_text("publishers:\n  The Birch Post: [birch.post, BirchPost]\n", "utf-8")
    rules = clean.load_rules(tmp_path)
    for given in ("www.birch.post", "sport.birch.post", "birchpost"):
        assert credited(article(), rules, outlet=given)["outlet"] == "The Birch Post"
    listed.write_text("publishers:\n  Birch: [birch.post]\n  Post: [Birch.post]\n", "utf-8")
    with pytest.raises(schema.RuleError, match=r"Post: 'birch\.post' is listed under 'Birch'"):
        clean.load_rules(tmp_path)
    listed.unlink()
    assert credited(article(), clean.load_rules(tmp_path), outlet="x.com")["outlet"] == "x.com"


@pytest.mark.parametrize("printed", ["nan", "Nan", "aa", "Ap", "pa"])
def test_a_short_mark_holds_in_its_capitals_only(printed: str) -> None:
    for where in (f"\n\nBy {printed}\n\n", f"\n\n({printed})"):
        assert credited(article(end=where), outlet="Alder Courier")["agency"] == ""
    assert credited(article(), outlet=printed)["agency"] == ""
    marked = credited(article(end=f"\n\n({printed.upper()})"), outlet="Alder Courier")
    assert marked["agency"] != ""


def test_an_outlet_can_be_an_agency_by_its_own_profile(tmp_path: Path) -> None:
    for path in OUTLETS.glob("*.yml"):
        shutil.copy(path, tmp_path)
    (tmp_path / "x.yml").write_text("outlet: Norpress\nagency: {marks: [NP]}", "utf-8")
    rules = clean.load_rules(tmp_path)
    row = credited(article("PORT ALDER, June 3 (NP) -"), rules, outlet="Alder Courier")
    assert row["chain"] == "Norpress > Alder Courier"


def test_what_was_given_is_kept() -> None:
    row = credited(
        article("Port Alder, Jun 3 (AP)"),
        outlet="Alder Courier",
        agency="Norpress",
        title="Another headline",
        byline="Ana Petrova",
        dateline_place="Birch",
    )
    assert row["origin"] == "Norpress" and row["chain"] == "Norpress > Alder Courier"
    assert (row["title"], row["byline"]) == ("Another headline", "Ana Petrova")
    assert row["dateline_place"] == "Birch"


# --- who published it ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "Support The Moscow Times!",
        "A Message from The Moscow Times:",
        "Get latest news on Coast at The Moscow Times. More here.",
        "The opinions here do not reflect the views of The Moscow Times",
        "© 2031 The Moscow Times",
    ],
)
def test_furniture_names_its_publisher(line: str) -> None:
    row = credited(f"{article()}\n\n{line}")
    assert row["outlet"] == "The Moscow Times"
    assert "Moscow Times" in row["credit_evidence"]


def test_a_publisher_that_is_only_quoted_is_none() -> None:
    row = credited(article(more="read in The Moscow Times that ferries would sail"))
    assert (row["outlet"], row["origin"], row["chain"]) == ("unknown", "unknown", "unknown")


def test_two_publishers_with_equal_claims_are_none() -> None:
    row = credited(f"Support The Moscow Times!\n\n{article()}\n\nMore from LatestLY")
    assert row["outlet"] == "unknown"


def test_an_outlet_that_is_given_is_not_looked_for() -> None:
    row = credited(f"Support The Moscow Times!\n\n{article()}", outlet="Alder Courier")
    assert row["outlet"] == "Alder Courier" and "outlet: given" in row["credit_evidence"]


# --- byline and place ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("By Ana Petrova", "Ana Petrova"),
        ("BY ANA PETROVA and LI WEI", "ANA PETROVA and LI WEI"),
        ("By Ana Petrova in Port Alder", "Ana Petrova"),
        ("By Ana Petrova | June 3, 2031", "Ana Petrova"),
        ("Ana Petrova, 3 June 2031", "Ana Petrova"),
        ("By the Courier's night desk | June 3, 2031", "the Courier's night desk"),
        ("By AFP", "AFP"),
    ],
)
def test_a_byline_names_the_author_as_printed(line: str, byline: str) -> None:
    assert credited(article().replace("\n\n", f"\n\n{line}\n\n", 1))["byline"] == byline


def test_a_name_above_the_outlet_s_name_is_a_byline() -> None:
    source = article().replace("\n\n", "\n\nAna Petrova\nAlder Courier\n\n", 1)
    assert credited(source, outlet="Alder Courier")["byline"] == "Ana Petrova"


@pytest.mark.parametrize(
    ("dateline", "place"),
    [
        ("Port Alder, Jun 3 (AP)", "Port Alder"),
        ("PORT ALDER, June 3. /TASS/.", "PORT ALDER"),
        ("PORT ALDER, N.H. (AP) —", "PORT ALDER, N.H."),
        ("(Reuters) -", ""),
    ],
)
def test_the_place_of_a_dateline_is_as_printed(dateline: str, place: str) -> None:
    assert credited(article(dateline))["dateline_place"] == place


# --- when: printed in full, or given ---------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        article("PORT ALDER, June 3, 2031 (AP) -"),
        article().replace("\n\n", "\n\nPublished 3 June 2031 at 14:20\n\n", 1),
        article().replace("\n\n", "\n\n2031-06-03\n\n", 1),
        article().replace("\n\n", "\n\nBy Ana Petrova | June 3, 2031\n\n", 1),
    ],
)
def test_a_full_date_is_stated(source: str) -> None:
    row = credited(source)
    assert days(row) == ["2031-06-03", "2031-06-03"]
    assert row["date_certainty"] == "stated" and row["date_evidence"]


def test_a_last_update_is_only_the_latest_day() -> None:
    row = credited(article().replace("\n\n", "\n\nLast updated on June 3, 2031\n\n", 1))
    assert days(row) == ["", "2031-06-03"] and row["date_certainty"] == "bound"


def test_a_given_interval_is_kept() -> None:
    first, last = pd.Timestamp("2031-06-03"), pd.Timestamp("2031-06-04")
    row = credited(
        article("PORT ALDER, May 1, 2030 (AP) -"),
        published_earliest=first,
        published_latest=last,
        date_certainty="given",
        date_evidence="given with the corpus",
    )
    assert days(row) == ["2031-06-03", "2031-06-04"] and row["date_certainty"] == "given"


def test_a_given_date_that_did_not_parse_stays_empty_with_its_note() -> None:
    row = credited(article("PORT ALDER, May 1, 2030 (AP) -"), date_evidence="'soon' is no date")
    assert days(row) == ["", ""]
    assert (row["date_certainty"], row["date_evidence"]) == ("unknown", "'soon' is no date")


# --- when: the year of a day -----------------------------------------------------------------
# June 3, 2031 is a Tuesday.


@pytest.mark.parametrize(
    ("day", "more", "shown"),
    [
        ("Tuesday", "bread so far in 2031", "so far in 2031"),
        ("Monday", "flour for the rest of 2031", "rest of 2031"),
        ("Tuesday", "not baked since May 28, 2031", "May 28, 2031"),
        ("that day", "plans for the second half of 2031", "second half of 2031"),
    ],
)
def test_the_year_of_a_day_comes_from_what_is_printed(day: str, more: str, shown: str) -> None:
    row = credited(article("Port Alder, Jun 3 (AP)", day=day, more=more))
    assert days(row) == ["2031-06-03", "2031-06-03"]
    assert row["date_certainty"] == "inferred" and shown in row["date_evidence"]


@pytest.mark.parametrize(
    ("day", "more"),
    [
        ("Tuesday", "four days of stores"),
        ("Friday", "bread so far in 2031"),
        ("Tuesday", "bread so far in 2031, and plans for 2033"),
        ("that day", "less flour than in the second half of 2030"),
        ("that day", "not baked since May 28, 2031"),
        ("Tuesday", "burnt down in 2019"),
    ],
)
def test_a_year_that_is_only_mentioned_dates_nothing(day: str, more: str) -> None:
    row = credited(article("Port Alder, Jun 3 (AP)", day=day, more=more))
    assert days(row) == ["", ""] and row["date_certainty"] == "unknown"
    assert "Jun 3" in row["date_evidence"]


@pytest.fixture
def anchored(tmp_path: Path) -> clean.Rules:
    for path in OUTLETS.glob("*.yml"):
        shutil.copy(path, tmp_path)
    siege = "date: 2030-02-02, event: siege of Varn, pattern: siege"
    text = f"anchors: {{siege: {{{siege}}}}}"
    (tmp_path / "anchors.yml").write_text(text, "utf-8")
    return clean.load_rules(tmp_path)


@pytest.mark.parametrize("length", ["16 months", "sixteen months", "70 weeks"])
def test_a_printed_length_of_time_is_counted_from_a_known_event(
    anchored: clean.Rules, length: str
) -> None:
    source = article("Port Alder, Jun 3 (AP)", more=f"seen the siege drag on for {length}")
    row = credited(source, anchored)
    assert days(row) == ["2031-06-03", "2031-06-03"]
    assert "our list" in row["date_evidence"] and "siege of Varn" in row["date_evidence"]


def test_an_event_without_a_length_or_a_length_that_does_not_fit_dates_nothing(
    anchored: clean.Rules,
) -> None:
    for more in ("seen the siege end", "seen the siege drag on for 5 months"):
        assert days(credited(article("Port Alder, Jun 3 (AP)", more=more), anchored)) == ["", ""]


def test_an_agency_s_note_says_its_day() -> None:
    note = "This report by The Canadian Press was first published June 3, 2031."
    row = credited(article(end=f"\n\n{note}"))
    assert days(row) == ["2031-06-03", "2031-06-03"] and row["date_certainty"] == "stated"
    assert days(credited(article(more=f"read that {note[5:]}"))) == ["", ""]


@pytest.mark.parametrize(
    ("line", "is_counted"),
    [
        ("(With PTI inputs)", False),
        ("(Inputs from agencies)", False),
        ("With AP", False),
        ("Editor: wei", False),
        ("Editor: wei said that the ferries sail again today.", True),
        ("Inputs from farmers rose by three in a hundred.", True),
        ("With more flour to come, said the baker.", True),
    ],
)
def test_who_helped_or_edited_is_no_story(line: str, is_counted: bool) -> None:
    frame = blank(source=article(end=f"\n\n{line}"))
    body = clean.segment(frame, RULES).query("label == 'body'")
    texts = [frame.source[0][a:b] for a, b in zip(body["start"], body["end"], strict=True)]
    assert any(line in text for text in texts) == is_counted


def test_furniture_does_not_date_the_article() -> None:
    appeal = (
        "A Message from The Alder Courier:\n\nOn June 20, 2034, a court named us hostile. We stay."
        "\n\nSign up for our newsletter\n\nRead more\n\nFlour Prices Double\n\n3 June 2034"
    )
    assert days(credited(f"{article()}\n\n{appeal}")) == ["", ""]


# --- when: a crawl header --------------------------------------------------------------------


def test_a_crawl_header_is_the_latest_day() -> None:
    row = credited(f" date 2031-06-08 Support The Alder Courier!\n{article()}")
    assert days(row) == ["", "2031-06-08"] and row["date_certainty"] == "bound"


@pytest.mark.parametrize("when", ["on June 9-12", "on June\u00a09-12", "on June 11"])
def test_next_week_and_a_day_narrow_a_crawl_header(when: str) -> None:
    text = f"The ferry guild meets next week.\n\nIts captains will sit {when} in Birch."
    row = credited(f"date 2031-06-08\nFerry Guild To Meet\n\n{text}")
    assert days(row) == ["2031-06-01", "2031-06-08"] and row["date_certainty"] == "inferred"


def test_next_week_long_before_the_crawl_narrows_nothing() -> None:
    text = "The ferry guild meets next week.\n\nIts captains will sit on June 9-12 in Birch."
    row = credited(f"date 2031-11-30\nFerry Guild To Meet\n\n{text}")
    assert days(row) == ["", "2031-11-30"]


def test_a_day_shortly_before_the_crawl_gets_its_year() -> None:
    row = credited(f"date 2031-06-08\n{article('Port Alder, Jun 3 (AP)')}")
    assert days(row) == ["2031-06-03", "2031-06-03"] and row["date_certainty"] == "inferred"


# --- real pages ------------------------------------------------------------------------------

NAMES = ["000", "001", "002", "003", "004"]


class Real:
    """The five real pages with and without their manifest, and their annotations."""

    def __init__(self, shared: Path, bare: Path) -> None:
        folder = shared / "corpora" / "wagner-2023"
        for path in folder.glob("*.txt"):
            shutil.copy(path, bare)
        gold = shared / "benchmarks" / "wagner-2023"
        self.meta = {n: json.loads((gold / f"{n}.json").read_text())["meta"] for n in NAMES}
        self.known, self.bare = (self._read(place) for place in (folder, bare))

    def _read(self, folder: Path) -> dict[str, dict[str, Any]]:
        frame, _, _ = read_documents(folder)
        filled = credit.credit(frame, clean.segment(frame, RULES), RULES)
        return {str(row["document_id"])[:3]: row for row in filled.to_dict("records")}


@pytest.fixture(scope="module")
def real(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Real:
    return Real(shared, tmp_path_factory.mktemp("bare"))


@pytest.mark.shared
@pytest.mark.parametrize("name", NAMES)
def test_real_credits_are_as_annotated(real: Real, name: str) -> None:
    row, meta = real.known[name], real.meta[name]
    agency, chain = {
        "000": ("", "The Moscow Times"),
        "001": ("AP", "AP > PTI > LatestLY"),
        "002": ("", "The New Arab"),
        "003": ("TASS", "TASS"),
        "004": ("AFP", "AFP > The Moscow Times"),
    }[name]
    assert (row["agency"], row["chain"], row["origin"]) == (agency, chain, chain.split(" > ")[0])
    assert row["title"] == " ".join(meta["title"].split())
    assert row["byline"] == (meta["byline"] or "")
    assert row["dateline_place"].casefold() == (meta["dateline_place"] or "").casefold()


@pytest.mark.shared
@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("name", NAMES)
def test_real_dates_are_right_or_empty(real: Real, name: str, known: bool) -> None:
    row, gold = (real.known if known else real.bare)[name], real.meta[name]["pub_date"]
    if not known and name in ("000", "002"):
        assert days(row) == ["", ""]
        return
    first, last = days(row)
    assert gold["earliest"] <= first <= last <= gold["latest"]
    assert row["date_certainty"] == ("given" if name in ("000", "002") else "inferred")


@pytest.mark.shared
def test_real_publishers_are_found_where_the_page_names_them(real: Real) -> None:
    found = {name: row["outlet"] for name, row in real.bare.items()}
    assert found == {
        "000": "The Moscow Times",
        "001": "LatestLY",
        "002": "unknown",
        "003": "TASS",
        "004": "The Moscow Times",
    }


@pytest.mark.shared
def test_evidence_quotes_no_run_of_eight_words(real: Real) -> None:
    for rows in (real.known, real.bare):
        for row in rows.values():
            for evidence in (row["credit_evidence"], row["date_evidence"]):
                assert all(len(part.split()) < 8 for part in evidence.split('"')[1::2])
