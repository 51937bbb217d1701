"""Answers: how a question comes to an end, and to the people who know.

Words: a *card* closes a topic (question, answer, what people did, outcome later). The asker writes it; a moderator
does when the asker is gone. A *case* is a
topic with a structured head, in forums that staff mark so. A question that waits is *offered* to a few who agreed to be
asked. Who reads a card: whoever reads the topic and is among the readers it was written for, so that
a topic opened later takes no member's words along.
"""
