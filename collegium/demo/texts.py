"""Reads the forum files of `demo/` (format: demo/README.md)."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from pathlib import Path

_TAG = re.compile(r"\[([a-z-]+)(?:[ :]([\w-]+))?\]")


@dataclass(slots=True)
class Said:
    """One reply: its tags ({"pharmacist": "", "quotes": "3"}) and its paragraphs of plain text."""

    tags: dict[str, str]
    text: str


@dataclass(slots=True)
class TopicText:
    """One topic: title, header lines, body, replies."""

    title: str
    headers: dict[str, str]
    body: str
    replies: list[Said] = field(default_factory=list)


@dataclass(slots=True)
class ForumText:
    """A file of topics with its own header lines."""

    headers: dict[str, str]
    topics: list[TopicText]


def read_forum(file: Path) -> ForumText:
    """Parse one file of topics."""
    head, *topics = re.split(r"(?m)^# ", file.read_text())
    return ForumText(split_headers(head)[0], [_topic(text) for text in topics])


def split_headers(text: str) -> tuple[dict[str, str], str]:
    """Header lines `key: value` at the start of a text, and the rest."""
    headers, lines = {}, text.strip("\n").split("\n")
    while lines and (match := re.match(r"([a-z_]+):\s*(.*)$", lines[0])):
        headers[match[1]] = match[2].strip()
        lines.pop(0)
    return headers, "\n".join(lines).strip()


def blocks(file: Path) -> list[tuple[dict[str, str], str]]:
    """The blocks of a file, separated by lines `===`: header lines, and the text below them."""
    return [split_headers(block) for block in re.split(r"(?m)^===[ \t]*$", file.read_text())]


def _topic(text: str) -> TopicText:
    title, _newline, rest = text.partition("\n")
    first, *replies = re.split(r"(?m)^---[ \t]*$", rest)
    headers, body = split_headers(first)
    return TopicText(title.strip(), headers, body, [said(reply) for reply in replies if reply.strip()])


def said(text: str) -> Said:
    """A reply with its leading tags taken off."""
    text, tags = text.strip(), {}
    while match := _TAG.match(text):
        tags[match[1]] = match[2] or ""
        text = text[match.end() :].lstrip()
    return Said(tags, text)


def markup(text: str) -> str:
    """HTML of the plain text of a demo file: paragraphs, lists of lines that begin with "- ", "## " over an answer."""
    parts = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = [html.escape(line.strip()) for line in block.split("\n")]
        items = [line[2:] for line in lines if line.startswith("- ")]
        words = " ".join(line for line in lines if not line.startswith("- "))
        if words.startswith("## "):
            words = f"<strong>{words[3:]}</strong>"
        parts.append(f"<p>{words}</p>" if words else "")
        parts.append("<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>" if items else "")
    return "".join(parts)
