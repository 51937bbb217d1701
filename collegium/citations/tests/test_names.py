"""Names in references."""

from __future__ import annotations

import pytest

from collegium.citations.names import author_of


@pytest.mark.parametrize(("name", "family", "initials"), [
    ("Ingrid Halloran-Reyes", "Halloran-Reyes", "I"), ("Petra K. Halvorsen", "Halvorsen", "PK"), ("Ludwig van der Berg", "van der Berg", "L"),
    ("Jean-Luc de la Tour", "de la Tour", "JL"), ("Sam Adler Jr.", "Adler", "S"), ("Élodie Ångström", "Ångström", "É"),
])  # fmt: skip
def test_family_name_and_initials(name, family, initials):
    assert author_of(name) == {"family": family, "initials": initials}


@pytest.mark.parametrize(
    ("name", "whole"), [("Margins", {"name": "Margins"}), ("the editors", {"name": "the editors"}), ("", {})]
)
def test_what_is_no_name_of_a_person_cannot_be_cut(name, whole):
    assert author_of(name) == whole
