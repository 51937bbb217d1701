"""Forums and groups: their topics, and the replies there and under posts and articles."""

import re
from pathlib import Path

from demo.check.reading import (
    READERS,
    ROLES,
    Faults,
    Line,
    Society,
    listed,
    need,
    numbered,
    paragraphs,
    read_header,
    split_at,
)

GROUP_KINDS = {"open", "closed", "secret"}
VOICES = "voices stages fields abroad"  # who talks in a place when a text does not say it
POLL = "poll poll_question poll_votes poll_several poll_state"
TAG = re.compile(r"\[([^\]\n]*)\]")


def check_replies(path: Path, parts: list[list[Line]], society: Society, faults: Faults, own: str) -> list[set[str]]:
    """The replies of a topic or comments of a post: their tags, and their words. Returns the tags of each."""
    seen: list[set[str]] = []
    for number, part in enumerate(parts, 1):
        texts = list(paragraphs(part))
        if not texts:
            faults.add(path, part[0].number if part else 1, f"reply {number} is empty")
            seen.append(set())
            continue
        start = re.match(r"(?:\[[^\]\n]*\])*", texts[0].text)
        tags = TAG.findall(start.group()) if start else []
        for tag in tags:
            check_tag(path, texts[0].number, tag, number, society, faults, own)
        if len([tag for tag in tags if tag.partition(" ")[0] not in ("quotes", "later", "answers", "same")]) > 1:
            faults.add(path, texts[0].number, f"reply {number} has two authors")
        for text in texts:
            faults.read_words(path, text.number, text.text)
        seen.append(set(tags))
    faults.counts["replies" if own == "asker" else "comments"] += len(parts)
    return seen


def check_tag(path: Path, line: int, tag: str, number: int, society: Society, faults: Faults, own: str) -> None:
    """Checks one tag in square brackets at the start of a reply."""
    name, _, rest = tag.partition(":")
    earlier = re.fullmatch(r"(?:quotes|again|answers) (\d+)", tag)
    if earlier:
        if not 1 <= int(earlier[1]) < number:
            faults.add(path, line, f"reply {number} names {earlier[1]}, which is not before it")
    elif re.fullmatch(r"(?:later|same) [1-9]\d*", tag):
        return
    elif name == "leader":
        if rest not in society.leaders:
            faults.add(path, line, f"“{rest}” holds no office and cannot be a leader")
    elif name == "person":
        if rest not in society.people:
            faults.add(path, line, f"person “{rest}” is unknown")
    elif tag not in ROLES | {"guest", own}:
        faults.add(path, line, f"tag [{tag}] is unknown")


def check_topics(path: Path, lines: list[Line], society: Society, faults: Faults, readers: str) -> None:
    """Splits a forum or a group into its topics and checks each."""
    starts = [at for at, line in enumerate(lines) if line.text.startswith("# ")]
    for at, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        check_topic(path, lines[at:end], society, faults, readers)
    faults.counts["topics"] += len(starts)


def check_topic(path: Path, lines: list[Line], society: Society, faults: Faults, readers: str) -> None:
    """Checks a topic: headers, body, replies, who may write there and which reply is the answer."""
    title = lines[0]
    faults.read_words(path, title.number, title.text[2:])
    header, rest = read_header(path, lines[1:], faults)
    need(path, title.number, header, "subjects role", faults, f"guests readers state asker {POLL}")
    check_poll(path, title.number, header, faults)
    if "asker" in header and society.people.get(header["asker"], {}).get("role") != header.get("role"):
        faults.add(path, title.number, f"asker “{header['asker']}” is unknown or has another role")
    if header.get("readers", readers) not in READERS:
        faults.add(path, title.number, f"readers “{header['readers']}” is unknown")
    body, *replies = split_at(rest, "---")
    if not any(line.text.strip() for line in body):
        faults.add(path, title.number, "the topic has no body")
    for text in paragraphs(body):
        faults.read_words(path, text.number, text.text)
    if header.get("guests", "open") != "open":
        faults.add(path, title.number, f"guests: “{header['guests']}” is unknown")
    guests_may = readers != "members" or header.get("guests") == "open"
    tags = check_replies(path, replies, society, faults, "asker")
    for number, found in enumerate(tags, 1):
        if not guests_may and "guest" in found:
            faults.add(path, title.number, f"reply {number} is by a guest, where guests may not write")
    check_state(path, title.number, header.get("state", ""), len(replies), faults)


def check_poll(path: Path, line: int, header: dict[str, str], faults: Faults) -> None:
    """Checks the poll of a topic: as many numbers as answers, and a known state."""
    if "poll" not in header:
        return
    options, votes = header["poll"].split("|"), header.get("poll_votes", "").split()
    if not 2 <= len(options) <= 12 or len(votes) != len(options) or not all(vote.isdigit() for vote in votes):
        faults.add(path, line, "a poll has two to twelve answers and a number of votes for each")
    if header.get("poll_state", "closed") != "closed" or header.get("poll_several", "yes") != "yes":
        faults.add(path, line, "poll_state is closed or absent, poll_several is yes or absent")
    for text in [header.get("poll_question", ""), *options]:
        faults.read_words(path, line, text.strip())


def check_asked(path: Path, faults: Faults) -> None:
    """Checks what forums and groups ask: known places, known ways to answer, choices where one is chosen."""
    for block in split_at(numbered(path, faults), "==="):
        header, _rest = read_header(path, block, faults)
        line = block[0].number
        kind = "group" if "group" in header else "forum"
        need(path, line, header, f"{kind} asked", faults, "hint answered choices required")
        if not (path.parent / f"{kind}s" / f"{header.get(kind)}.txt").exists():
            faults.add(path, line, f"{kind} “{header.get(kind)}” is unknown")
        if header.get("answered", "words") not in ("words", "choice"):
            faults.add(path, line, "answered is words, choice or absent")
        if (header.get("answered") == "choice") != ("choices" in header):
            faults.add(path, line, "choices belong to what is answered by choice")
        for key in ("asked", "hint", "choices"):
            faults.read_words(path, line, header.get(key, ""))


def check_bookmarks(path: Path, faults: Faults) -> None:
    """Checks what the cast marked: its keys, and the words of the notes."""
    for block in split_at(numbered(path, faults), "==="):
        header, _rest = read_header(path, block, faults)
        need(path, block[0].number, header, "person thing days", faults, "reply note remind")
        faults.read_words(path, block[0].number, header.get("note", ""))


def check_connections(path: Path, faults: Faults) -> None:
    """Checks who knows whom: its keys, and the words of the notes."""
    for block in split_at(numbered(path, faults), "==="):
        header, _rest = read_header(path, block, faults)
        need(path, block[0].number, header, "person other days", faults, "note state")
        faults.read_words(path, block[0].number, header.get("note", ""))


def check_drafts(path: Path, faults: Faults) -> None:
    """Checks what the cast began to write: its keys, and the words."""
    for block in split_at(numbered(path, faults), "==="):
        header, rest = read_header(path, block, faults)
        need(path, block[0].number, header, "person thing hours", faults)
        faults.read_words(path, block[0].number, " ".join(line.text for line in rest))


def check_state(path: Path, line: int, states: str, replies: int, faults: Faults) -> None:
    """Checks the `state` of a topic: answered N, locked, pinned."""
    for state in listed(states):
        answer = re.fullmatch(r"answered (\d+)", state)
        if answer and not 1 <= int(answer[1]) <= replies:
            faults.add(path, line, f"reply {answer[1]} is the answer, but there are {replies}")
        elif not answer and state not in {"locked", "pinned"}:
            faults.add(path, line, f"state “{state}” is unknown")


def check_forum(path: Path, society: Society, faults: Faults) -> None:
    """Checks a forum file."""
    header, rest = read_header(path, numbered(path, faults), faults)
    need(path, 1, header, "forum section description readers", faults, VOICES)
    faults.read_words(path, 1, header.get("description", ""))
    check_topics(path, rest, society, faults, header.get("readers", "members"))
    faults.counts["forums"] += 1


def check_group(path: Path, society: Society, faults: Faults) -> None:
    """Checks a group file; its topics count apart from those of the forums."""
    header, rest = read_header(path, numbered(path, faults), faults)
    need(path, 1, header, "name kind summary about owner", faults, f"{VOICES} drawn")
    for slug in header.get("drawn", "").split():
        if society.people.get(slug, {}).get("standing") != "member":
            faults.add(path, 1, f"“{slug}” is drawn and no member")
    if header.get("kind") not in GROUP_KINDS:
        faults.add(path, 1, f"kind “{header.get('kind')}” is unknown")
    if header.get("owner") not in society.people:
        faults.add(path, 1, f"owner “{header.get('owner')}” is unknown")
    for key in ("summary", "about"):
        faults.read_words(path, 1, header.get(key, ""))
    before = faults.counts.copy()
    check_topics(path, rest, society, faults, "members")
    for what in ("topics", "replies"):
        faults.counts[f"{what} in groups"] += faults.counts[what] - before[what]
        faults.counts[what] = before[what]
    faults.counts["groups"] += 1
