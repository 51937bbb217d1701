"""ROR, CCN, NPI: kept only when their check digits fit, and found by them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from collegium.organizations import identifiers
from collegium.organizations.identifiers import Wrong
from collegium.organizations.models import Organization
from collegium.organizations.names import ACRONYM, FORMER, LABEL, lines, name_of, once, parse
from collegium.organizations.tests.factory import make_manager, make_organization

VECTORS = json.loads((Path(__file__).parent / "data" / "identifier_vectors.json").read_text())
CHECKS = {"ror": identifiers.ror, "npi": identifiers.npi}
CASES = {
    kind: [(name, row["value"]) for name in VECTORS for row in VECTORS[name][kind]] for kind in ("valid", "invalid")
}


@pytest.mark.parametrize(("name", "value"), CASES["valid"])
def test_right_ones_are_kept(name, value):
    assert CHECKS[name](f" {value} ") == value


@pytest.mark.parametrize(("name", "value"), [case for case in CASES["invalid"] if case[1] != "03YRM5C26"])
def test_wrong_ones_cannot_be_kept(name, value):
    with pytest.raises(Wrong, match="This is no"):
        CHECKS[name](value)


def test_addresses_and_capitals_become_the_short_form():
    assert identifiers.ror("https://ror.org/03YRM5C26") == "03yrm5c26"
    assert identifiers.ccn("52-0138") == "520138"
    assert identifiers.npi("123-456.7893") == "1234567893"


@pytest.mark.parametrize("text", ["5201", "5201388", "ABCDEF", "52013é"])
def test_other_texts_cannot_be_certification_numbers(text):
    with pytest.raises(Wrong, match="six characters"):
        identifiers.ccn(text)


def edit(cast, page, name="otto", **fields):
    facts = {"name": page.name, "kind": page.kind, "website": page.website} | fields
    return cast.client(name).post(f"{page.get_absolute_url()}edit/", facts)


def test_manager_gives_names_and_identifiers(cast):
    page = make_organization()
    make_manager(page, cast.otto)
    answer = edit(
        cast, page, names_acronym="DCO\nDCCO", names_former="Feed Store Clinic", names_label="es: Oncología Arroyo Seco",
        ror="https://ror.org/03yrm5c26", ccn="520138", npi="1234567893", coordinates="34.16, -107.24",
    )  # fmt: skip
    assert answer.status_code == 303
    page = Organization.objects.get(pk=page.pk)
    assert [(one["value"], one["kind"], one["lang"]) for one in page.names] == [
        ("DCO", ACRONYM, ""), ("DCCO", ACRONYM, ""), ("Feed Store Clinic", FORMER, ""), ("Oncología Arroyo Seco", LABEL, "es"),
    ]  # fmt: skip
    assert (page.ror, page.latitude, page.longitude) == ("03yrm5c26", 34.16, -107.24)
    shown = cast.client("vera").get(page.get_absolute_url()).text
    for text in ("DCCO", "Feed Store Clinic", "https://ror.org/03yrm5c26", "520138", 'lang="es"'):
        assert text in shown


@pytest.mark.parametrize(
    ("field", "value"), [("ror", "03yrm5c27"), ("npi", "1234567890"), ("ccn", "1"), ("coordinates", "95, 3")]
)
def test_wrong_identifier_cannot_be_saved(cast, field, value):
    page = make_organization()
    make_manager(page, cast.otto)
    assert edit(cast, page, **{field: value}).status_code == 422
    assert Organization.objects.get(pk=page.pk).ror == ""


@pytest.mark.parametrize(
    "text", ["03yrm5c26", "https://ror.org/03yrm5c26", "1234567893", "520138", "dcco", "oncologia arroyo"]
)
def test_found_by_identifier_acronym_and_name_in_another_language(cast, text):
    names = [name_of("DCCO", ACRONYM), name_of("Oncología Arroyo Seco", LABEL, "es")]
    make_organization(ror="03yrm5c26", npi="1234567893", ccn="520138", names=names)
    make_organization("Other Clinic")
    page = cast.client("vera").get("/organizations/", {"q": text}).text
    assert "Dry Creek Oncology" in page
    assert "Other Clinic" not in page


def test_lines_say_what_they_were_read_from():
    names = parse("es: Hospital del Lago\nLake Hospital\n \n", LABEL)
    assert lines(names, LABEL) == "es: Hospital del Lago\nLake Hospital"
    assert once([*names, *names], but="Lake Hospital") == names[:1]


def complete(cast, name, text):
    return cast.client(name).get("/organizations/complete/", {"q": text}).json()["organizations"]


@pytest.mark.parametrize("name", ["vera", "mia"])
def test_names_are_offered_while_one_types(cast, name):
    make_organization("Zebra Creek", city="Dry", names=[name_of("DRYC", ACRONYM)])
    make_organization("Dry Creek Oncology", names=[name_of("Old Feed Store")])
    make_organization("Elsewhere", city="Dry", description="A dry place.")
    assert [row["name"] for row in complete(cast, name, "dry")] == ["Dry Creek Oncology", "Zebra Creek"]
    assert complete(cast, name, "dryc")[0] == {
        "name": "Zebra Creek", "note": "DRYC · Dry, New Mexico", "address": "/organizations/zebra-creek/",
    }  # fmt: skip


def test_merged_and_withdrawn_ones_cannot_be_offered(cast):
    make_organization("Dry One", state_of_page="withdrawn")
    assert complete(cast, "vera", "dry") == []
    assert complete(cast, "vera", "") == []


def test_who_works_there_cannot_be_learned_from_what_is_offered(cast):
    from collegium.organizations.tests.factory import employ

    page = make_organization()
    before = complete(cast, "vera", "dry")
    employ(page, cast.mia)
    assert complete(cast, "vera", "dry") == before
    assert complete(cast, "vera", cast.mia.family_name) == []
