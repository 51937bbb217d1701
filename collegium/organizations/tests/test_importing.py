"""A ROR dump or a table comes in: dry run first, twice the same, nothing overwritten that people here have entered."""

from __future__ import annotations

import copy
import json
import zipfile
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from collegium.organizations.actions import change_page, merge
from collegium.organizations.identifiers import ror_check
from collegium.organizations.importing.reading import UnreadableFile, items, opened
from collegium.organizations.models import Organization
from collegium.organizations.tests.factory import make_organization
from collegium.outbox.models import AuditLine


def ror_of(seven):
    return f"https://ror.org/{seven}{ror_check(seven)}"


def record(seven="0hspta1", name="Lakeside University Hospital", **values):
    full = {
        "id": ror_of(seven), "status": "active", "types": ["healthcare", "funder"], "established": 1921,
        "names": [
            {"value": name, "types": ["ror_display", "label"], "lang": "en"},
            {"value": "Hospital Universitario del Lago", "types": ["label"], "lang": "es"},
            {"value": "LUH", "types": ["acronym"], "lang": None}, {"value": "Lakeside General", "types": ["alias"], "lang": None},
        ],
        "locations": [{"geonames_id": 5261457, "geonames_details": {
            "name": "Madison", "country_code": "US", "country_name": "United States", "lat": 43.07, "lng": -89.4,
            "country_subdivision_code": "WI", "country_subdivision_name": "Wisconsin",
        }}],
        "links": [{"type": "website", "value": "https://www.lakeside.example.org"}, {"type": "wikipedia", "value": "x"}],
        "domains": ["lakeside.example.org", "gmail.com"], "external_ids": [], "relationships": [], "admin": {},
    }  # fmt: skip
    return full | values


@pytest.fixture
def bring(tmp_path, db):
    """Write records into a file and run the command; returns what it says."""

    def run(records, *options, name="dump.json", wrap=json.dumps):
        file = tmp_path / name
        file.write_text(wrap(records) if wrap else records, encoding="utf-8")
        out = StringIO()
        call_command("organizations", str(file), *options, stdout=out, stderr=StringIO())
        return out.getvalue()

    return run


def test_dry_run_writes_nothing_and_says_what_it_would(bring):
    said = bring([record()])
    assert "New: 1. Changed: 0." in said
    assert "Lakeside University Hospital" in said
    assert "Nothing was written" in said
    assert not Organization.objects.exists()


def test_record_becomes_an_organization_with_all_its_names(bring):
    bring([record()], "--apply")
    row = Organization.objects.get()
    assert (row.slug, row.kind, row.founded, row.city, row.state) == (
        "lakeside-university-hospital",
        "hospital",
        1921,
        "Madison",
        "WI",
    )
    assert [(one["value"], one["kind"], one["lang"]) for one in row.names] == [
        ("Hospital Universitario del Lago", "label", "es"), ("LUH", "acronym", ""), ("Lakeside General", "alias", ""),
    ]  # fmt: skip
    assert (row.latitude, row.geonames_id, row.domains) == (43.07, 5261457, ["lakeside.example.org"])
    assert list(Organization.objects.matching("luh")) == [row]
    assert AuditLine.objects.filter(what="imported organizations").exists()


def test_second_run_changes_nothing(bring):
    bring([record()], "--apply")
    assert "New: 0. Changed: 0. As they are: 1." in bring([record()], "--apply")
    assert Organization.objects.count() == 1


def test_what_changed_in_the_file_is_changed_here(bring):
    bring([record()], "--apply")
    said = bring([record(name="Lakeside Health")], "--apply")
    assert "name: Lakeside University Hospital -> Lakeside Health" in said
    assert Organization.objects.get().name == "Lakeside Health"
    assert Organization.objects.get().slug == "lakeside-university-hospital"


def test_what_people_entered_cannot_be_overwritten(bring, cast):
    bring([record()], "--apply")
    change_page(
        Organization.objects.get(), {"name": "Lakeside, our way", "website": "", "city": "Maple Bluff"}, cast.ada
    )
    moved = record(
        established=1922, links=[{"type": "website", "value": "https://new.example.org"}], name="Lakeside II"
    )
    said = bring([moved], "--apply")
    row = Organization.objects.get()
    assert (row.name, row.website, row.city, row.founded) == ("Lakeside, our way", "", "Maple Bluff", 1922)
    assert "Kept as it is here: name" in said


def test_fields_entered_before_the_first_import_cannot_be_overwritten(bring):
    make_organization("Our Lakeside", ror=record()["id"].rsplit("/", 1)[1], founded=None, names=[])
    bring([record()], "--apply")
    row = Organization.objects.get()
    assert (row.name, row.city, row.founded, row.latitude) == ("Our Lakeside", "Dry Creek", 1921, 43.07)


def test_relations_become_parents_networks_and_neighbors(bring):
    edges = [
        {"type": "parent", "id": ror_of("0hspta1"), "label": "x"},
        {"type": "parent", "id": ror_of("0hspta3"), "label": "x"},
    ]
    edges += [
        {"type": "related", "id": ror_of("0hspta4"), "label": "x"},
        {"type": "parent", "id": ror_of("0nt1ere"), "label": "x"},
    ]
    records = [
        record(),
        record("0hspta2", "Lab", relationships=edges),
        record("0hspta3", "Campus"),
        record("0hspta4", "Friend"),
    ]
    bring(records, "--apply")
    bring(records, "--apply")
    lab = Organization.objects.get(name="Lab")
    assert lab.parent.name == "Lakeside University Hospital"
    assert [row.name for row in lab.networks.all()] == ["Campus"]
    assert [row.name for row in lab.related.all()] == ["Friend"]


def test_circle_of_parents_cannot_come_in(bring):
    up, down = ({"type": "parent", "id": ror_of(one), "label": "x"} for one in ("0hspta2", "0hspta1"))
    bring([record(relationships=[up]), record("0hspta2", "Lab", relationships=[down])], "--apply")
    first, second = Organization.objects.order_by("pk")
    assert not (first.parent_id and second.parent_id)


def test_status_follows_and_withdrawn_ones_cannot_come_in(bring):
    assert "Withdrawn and not known here, left out: 1" in bring([record(status="withdrawn")], "--apply")
    bring([record()], "--apply")
    bring([record(status="inactive")], "--apply")
    assert Organization.objects.get().state_of_page == "closed"
    bring([record(status="withdrawn")], "--apply")
    assert not Organization.objects.listed().exists()


def test_merged_one_cannot_come_back(bring, cast):
    bring([record(), record("0hspta2", "Survivor")], "--apply")
    merge(
        Organization.objects.get(name="Lakeside University Hospital"),
        Organization.objects.get(name="Survivor"),
        cast.ada,
        "One.",
    )
    said = bring([record(name="Renamed")], "--apply")
    assert "Merged into another one here, left alone: 1" in said
    assert not Organization.objects.filter(name="Renamed").exists()


def test_only_some_countries_and_types(bring):
    far = copy.deepcopy(record("0hspta2", "Far"))
    far["locations"][0]["geonames_details"]["country_code"] = "CA"
    said = bring(
        [record(), far, record("0hspta3", "School", types=["education"])],
        "--country",
        "us",
        "--type",
        "healthcare",
        "--apply",
    )
    assert [row.name for row in Organization.objects.all()] == ["Lakeside University Hospital"]
    assert "left out: 2" in said


@pytest.mark.parametrize("bad", [
    {"id": "https://ror.org/03yrm5c27"}, {"names": []}, {"status": "asleep"}, {"names": [{"value": "\u202e", "types": ["ror_display"]}]},
    {"locations": [7]}, {"domains": 3},
])  # fmt: skip
def test_bad_record_cannot_come_in_or_stop_the_others(bring, bad):
    said = bring([record("0hspta2", "Good"), record() | bad, "text", None], "--apply")
    assert "it is no record of ROR schema 2" in said
    assert [row.name for row in Organization.objects.all()] == ["Good"]


@pytest.mark.parametrize("text", ["", "{}", "[{", '[{"id": 1},', "name;colour\nA;red\n", "no header", "[1, 2"])
def test_other_files_cannot_be_read(bring, text):
    with pytest.raises(CommandError):
        bring(text, "--apply", wrap=None)
    assert not Organization.objects.exists()


@pytest.mark.parametrize(
    "wrap",
    [
        lambda rows: "\n".join(map(json.dumps, rows)),
        lambda rows: json.dumps({"number_of_results": len(rows), "items": rows}, indent=1),
        lambda rows: json.dumps({"number_of_results": 1, "items": rows[:1]}) + "\n" + json.dumps(rows[1]) + "\n",
    ],
    ids=["lines", "an answer", "answers"],
)
def test_records_one_after_another_and_answers_of_the_interface_come_in(bring, wrap):
    bring(
        [record(), record("0hspta2", "Clínica del Río", domains=["x" * 40000 + ".example.org"])], "--apply", wrap=wrap
    )
    assert set(Organization.objects.values_list("name", flat=True)) == {
        "Lakeside University Hospital",
        "Clínica del Río",
    }


def test_one_record_alone_comes_in(bring):
    assert "New: 1." in bring(record(), "--apply")


@pytest.mark.parametrize("end", ["]", "{", '{"id": 1', "words"])
def test_what_follows_the_records_cannot_be_passed_over(bring, end):
    with pytest.raises(CommandError, match="broken"):
        bring(json.dumps(record()) + "\n" + end, "--apply", wrap=None)


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        (record() | {"id": "https://ror.org/0hspta100"}, "is no ROR ID, its check digits do not fit"),
        ({"id": ror_of("0hspta1"), "name": "Lakeside", "country": {}}, "schema 1; take the file that says schema_v2"),
    ],
)
def test_a_record_that_is_no_good_says_why(bring, item, sentence):
    assert f"Record 1: {'https://ror.org/0hspta100 ' if 'names' in item else ''}" in (said := bring([item], "--apply"))
    assert sentence in said
    assert not Organization.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("name;city\nClínica;Málaga\n".encode("cp1252"), "is not in UTF-8"),
        ("name;city\nClínica;Málaga\n".encode("utf-16"), "is not in UTF-8"),
        (b"name;colour\nA;red\n", "columns that are not known: colour"),
        (b"city;country\nA;US\n", "It has no column"),
        (b"id,names.types.ror_display,status\nhttps://ror.org/0hspta1,Lakeside,active\n", "Give the JSON beside it"),
        (b'{"took": 3, "hits": {"hits": []}}', "holds no records of ROR"),
    ],
)
def test_files_that_cannot_be_read_say_what_to_do(tmp_path, db, content, sentence):
    file = tmp_path / "table.csv"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=sentence):
        call_command("organizations", str(file), "--apply", stdout=StringIO(), stderr=StringIO())
    assert not Organization.objects.exists()


def test_same_names_get_addresses_of_their_own(bring):
    make_organization("Lakeside University Hospital")
    bring([record(), record("0hspta2")], "--apply")
    assert len(set(Organization.objects.values_list("slug", flat=True))) == 3


def test_zip_of_the_dump_is_read(tmp_path):
    file = tmp_path / "ror.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("v1.34-ror-data.json", "[]")
        archive.writestr("v1.34-ror-data_schema_v2.json", json.dumps([record()]))
    with opened(file) as records:
        assert [one.values["name"] for one in records] == ["Lakeside University Hospital"]


def test_array_is_read_in_pieces():
    many = [{"n": n, "text": "é" * 3000, "list": [1, {"a": "]"}]} for n in range(300)]
    text = StringIO(json.dumps(many, indent=2))
    assert list(items(text, text.read(10))) == many


def test_endless_record_cannot_fill_the_memory(monkeypatch):
    monkeypatch.setattr("collegium.organizations.importing.reading.LARGEST_RECORD", 1000)
    text = StringIO('[{"a": "' + "x" * 500_000)
    with pytest.raises(UnreadableFile):
        list(items(text, text.read(10)))


TABLE = """name;ror;npi;kind;city;state;country;latitude;longitude;website;employees;acronyms;x
Dry Creek Oncology;;1234567893;practice;Dry Creek;NM;United States;34.2;-107.2;drycreek.example.org;1,200;DCO|DC;https://x.example.org/dc
No Identifier Clinic;;;healthcare;Plover;;Canada;;;;;;
;;;;;;;;;;;;
Bad;;1234567890;;;;;;;;;;
"""


def test_table_comes_in_and_again_without_change(bring):
    said = bring(TABLE, "--apply", name="table.csv", wrap=None)
    assert "New: 2." in said
    row = Organization.objects.get(npi="1234567893")
    assert (row.size_employees, row.size, row.website, row.kind) == (
        1200,
        1200,
        "https://drycreek.example.org",
        "practice",
    )
    assert [one["value"] for one in row.names] == ["DCO", "DC"]
    assert row.social == {"x": "https://x.example.org/dc"}
    assert "New: 0. Changed: 0. As they are: 2." in bring(TABLE, "--apply", name="table.csv", wrap=None)
    assert Organization.objects.count() == 2


def test_empty_cell_cannot_erase(bring):
    bring(TABLE, "--apply", name="table.csv", wrap=None)
    bring("name,npi\nDry Creek Oncology,1234567893\n", "--apply", name="table.csv", wrap=None)
    assert Organization.objects.get(npi="1234567893").city == "Dry Creek"


def test_difference_as_json(bring):
    said = json.loads(bring([record()], "--json"))
    assert (said["new"], said["applied"]) == (1, False)
    assert said["differences"][0]["changes"]["city"] == [None, "Madison"]


def test_search_finds_what_came_in(bring, cast):
    bring([record()], "--apply")
    assert "Lakeside University Hospital" in cast.client("vera").get("/search/?q=lakeside").text
    page = cast.client("vera").get("/organizations/lakeside-university-hospital/").text
    assert "GeoNames, license CC BY 4.0" in page
