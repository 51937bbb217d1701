"""One act a sentence, in the order of the story."""

from tests.story.acts import people, places, society, talk

__all__ = ["people", "places", "society", "talk"]
