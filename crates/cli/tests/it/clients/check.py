"""Asks a running server with published clients, and holds what they get against the JSON API.

    check.py ADDRESS FOLDER PARQUET

PARQUET was written by the command line; what is fetched goes to FOLDER.
"""

import collections
import datetime
import json
import pathlib
import sys
import urllib.request

import duckdb
import elasticsearch

address, folder, exported = sys.argv[1].rstrip("/"), pathlib.Path(sys.argv[2]), sys.argv[3]


def fetch(path):
    with urllib.request.urlopen(address + path, timeout=60) as answer:
        return answer.read()


def same(what, found, expected):
    if found != expected:
        sys.exit(f"{what}: {found!r}, where {expected!r} is expected")


def all_quotes():
    quotes, path = [], "/v1/quotes?limit=200"
    while path:
        page = json.loads(fetch(path))
        quotes += page["data"]
        path = page["links"]["next"]
    return quotes


def name(quote):
    return quote["speaker"] and quote["speaker"]["name"]


def month(quote):
    return quote["article"]["published"][:7]


quotes = all_quotes()
assert len(quotes) > 200, len(quotes)
by_id = {quote["id"]: quote for quote in quotes}
client = elasticsearch.Elasticsearch(address + "/_elastic", request_timeout=60)

# What there is.
same("the version", client.info()["version"]["number"].split(".")[0], "8")
same("health", client.cluster.health(wait_for_status="yellow")["status"], "green")
same("the index", [row["index"] for row in client.cat.indices(format="json")], ["quotes"])
properties = client.indices.get_mapping(index="quotes")["quotes"]["mappings"]["properties"]
same("the type of published", properties["published"], {"type": "date"})
capabilities = client.field_caps(index="quotes", fields="*")["fields"]
same("fields", sorted(capabilities), sorted(properties))
assert capabilities["speaker"]["keyword"]["aggregatable"]

# Searches.
same("all", client.count(index="quotes")["count"], len(quotes))
roth = {"term": {"speaker": "Ansel Roth"}}
expected = {quote["id"] for quote in quotes if name(quote) == "Ansel Roth"}
same("a count", client.count(index="quotes", query=roth)["count"], len(expected))
found = client.search(index="quotes", query=roth, size=1000, source=["speaker", "text"])
same("a term", {hit["_id"] for hit in found["hits"]["hits"]}, expected)
for hit in found["hits"]["hits"]:
    same("a document", hit["_source"], {"speaker": "Ansel Roth", "text": by_id[hit["_id"]]["text"]})
text = "text:ferry AND NOT speaker:(\"Ansel Roth\" OR \"Tove Aspen\")"
found = client.search(index="quotes", q=text, size=1000)
expected = {q["id"] for q in quotes if "ferry" in q["text"] and name(q) == "Odile Brandt"}
assert expected
same("a query_string", {hit["_id"] for hit in found["hits"]["hits"]}, expected)
found = client.search(
    index="quotes",
    query={
        "bool": {
            "must": [{"match": {"text": "lamps harbour"}}],
            "filter": [{"range": {"published": {"gte": "2024-03", "lt": "2024-04"}}}],
            "must_not": [{"terms": {"outlet": ["Vik Post"]}}],
        }
    },
    highlight={"fields": {"text": {}}},
    size=1000,
)
expected = {
    quote["id"]
    for quote in quotes
    if month(quote) == "2024-03" and quote["article"]["outlet"] == "Halden Courier"
}
assert expected
same("bool", {hit["_id"] for hit in found["hits"]["hits"]}, expected)
assert all("<em>lamps</em>" in hit["highlight"]["text"][0] for hit in found["hits"]["hits"])

# A walk over everything.
seen, after = [], None
while True:
    page = client.search(
        index="quotes", size=33, sort=[{"published": "desc"}, {"_doc": "asc"}], search_after=after
    )["hits"]["hits"]
    if not page:
        break
    seen += [hit["_id"] for hit in page]
    after = page[-1]["sort"]
same("a walk", (len(seen), set(seen)), (len(quotes), set(by_id)))

# Aggregations.
counted = client.search(
    index="quotes",
    size=0,
    aggs={
        "who": {
            "terms": {"field": "speaker", "size": 10},
            "aggs": {
                "when": {
                    "date_histogram": {"field": "published", "calendar_interval": "month"},
                }
            },
        },
        "statements": {"cardinality": {"field": "statement_id"}},
    },
)["aggregations"]
for bucket in counted["who"]["buckets"]:
    own = collections.Counter(month(quote) for quote in quotes if name(quote) == bucket["key"])
    steps = bucket["when"]["buckets"]
    same("months", {s["key_as_string"][:7]: s["doc_count"] for s in steps if s["doc_count"]}, own)
    same("a speaker", bucket["doc_count"], own.total())
same("speakers", {b["key"] for b in counted["who"]["buckets"]}, {name(q) for q in quotes} - {None})
same("statements", counted["statements"]["value"], len({q["statement"] for q in quotes} - {None}))

# Several at once, one of which is refused.
answers = client.msearch(
    searches=[
        {"index": "quotes"},
        {"size": 0, "query": roth},
        {"index": "quotes"},
        {"query": {"fuzzy": {"text": "feri"}}},
    ]
)["responses"]
same("several", [answer["status"] for answer in answers], [200, 400])
for refused, request in [
    (elasticsearch.BadRequestError, {"index": "quotes", "query": {"fuzzy": {"text": "feri"}}}),
    (elasticsearch.BadRequestError, {"index": "quotes", "from_": 9999, "size": 10}),
    (elasticsearch.NotFoundError, {"index": "articles"}),
]:
    try:
        client.search(**request)
    except refused as error:
        assert error.body["error"]["root_cause"][0]["reason"], error
    else:
        sys.exit(f"{request} is answered")

# Parquet, over HTTP and from the command line.
fetched = folder / "fetched.parquet"
fetched.write_bytes(fetch("/v1/export/quotes?format=parquet"))
columns = "id, text, speaker, speaker_id, outlet, kind, confidence, is_primary, start, statement_id"


def as_read(quote):
    speaker = quote["speaker"] or {"name": None, "id": None}
    published = datetime.datetime.fromisoformat(quote["article"]["published"])
    return (
        quote["id"],
        quote["text"],
        speaker["name"],
        speaker["id"],
        quote["article"]["outlet"],
        quote["kind"],
        round(quote["confidence"], 4),
        quote["primary"] is not None,
        quote["start"],
        quote["statement"],
        round(published.timestamp() * 1_000_000),
    )


expected = sorted(as_read(quote) for quote in quotes)
for file in (str(fetched), exported):
    rows = duckdb.execute(
        f"SELECT {columns}, epoch_us(published) FROM read_parquet(?)", [file]
    ).fetchall()
    same("rows of Parquet", sorted(rows), expected)
    footer = duckdb.execute("SELECT num_rows FROM parquet_file_metadata(?)", [file]).fetchall()
    same("the footer", footer, [(len(quotes),)])
    told = duckdb.execute("SELECT key, value FROM parquet_kv_metadata(?)", [file]).fetchall()
    assert b"onrecord.through" in {key for key, _ in told}, told
some = folder / "some.parquet"
some.write_bytes(fetch("/v1/export/quotes?format=parquet&q=ferry&from=2025"))
same(
    "some rows",
    duckdb.execute("SELECT count(*) FROM read_parquet(?)", [str(some)]).fetchone()[0],
    sum("ferry" in q["text"] and q["article"]["published"] >= "2025" for q in quotes),
)

# The other forms say how many there are.
last = fetch("/v1/export/quotes?format=jsonl").splitlines()[-1]
same("the last line", json.loads(last), {"rows": len(quotes)})
last = fetch("/v1/export/quotes?format=csv").decode().splitlines()[-1]
same("the last row", last.split(",")[:2], ["#rows", str(len(quotes))])

print("all is as it should be")
