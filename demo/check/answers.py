"""The cards that close questions: each about a topic that is there, with its words."""

from pathlib import Path

from demo.check.reading import DEMO, Faults, Society, need, numbered, paragraphs, read_header, split_at

MOST_DID = 3


def check_answers(path: Path, faults: Faults) -> None:
    """Checks the file of cards."""
    titles = {line[2:].strip() for file in DEMO.glob("forums/*.txt") for line in file.read_text().splitlines()
              if line.startswith("# ")}  # fmt: skip
    for block in split_at(numbered(path, faults), "==="):
        line = block[0].number if block else 1
        header, rest = read_header(path, block, faults)
        need(path, line, header, "topic question", faults, "outcome remind")
        if header.get("topic") not in titles:
            faults.add(path, line, f"there is no topic “{header.get('topic')}”")
        for key in ("question", "outcome"):
            faults.read_words(path, line, header.get(key, ""))
        texts = list(paragraphs(rest))
        for text in texts:
            faults.read_words(path, text.number, text.text)
        if sum(text.text.startswith("- ") for text in texts) > MOST_DID:
            faults.add(path, line, f"a card has at most {MOST_DID} lines of what people did")
        faults.counts["cards"] += 1


def check_cases(path: Path, society: Society, faults: Faults) -> None:
    """Checks the file of cases: their words, and who asks."""
    for line in numbered(path, faults):
        name, _colon, words = line.text.partition(": ")
        if name == "asker" and words not in society.people:
            faults.add(path, line.number, f"person “{words}” is unknown")
        if name not in ("forum", "asker", "subjects", "age") and line.text.strip("-= "):
            faults.read_words(path, line.number, words if name in ("title", "option", "outcome") else line.text)
    faults.counts["cases"] += 1
