"""Names and initials of patients, relatives and household members: A of 45 CFR 164.514(b)(2)(i).

A name alone says nothing: most names in a professional's post are colleagues, authors, officers, eponyms and
institutions. So a name is flagged by what stands around it, in this order:
    a title (Mrs.), a relation (his wife), a label (pt, Re:), an age or date beside it;
    quiet, when the words around it make it a colleague's (Dr., MD, wrote, thanks to, 's paper);
    a patient's verb after it (progressed, was admitted), the name being known or complete;
    a complete known name in the middle of one patient's story.
A name flagged once is flagged wherever it returns.
"""

import re
from collections.abc import Iterator

from collegium.privacy.catalogue import see
from collegium.privacy.findings import Finding
from collegium.privacy.page import Page
from collegium.privacy.rules import allow
from collegium.privacy.rules import name_words as words
from collegium.privacy.rules.runs import Run, runs

ENOUGH = 4  # points; a complete known name brings 2, a known given name 1
LONGEST_LIST = 20  # names looked at in one sentence: a longer list is a roster, no patient's story


class _Reading:
    """One pass over the names of a page; remembers who is a colleague and who was found."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.colleagues: set[str] = set()
        self.found: set[str] = set()
        self.fixed = {place for match in allow.PHRASES.finditer(page.text) for place in range(*match.span())}

    def judge(self, run: Run) -> str | None:
        """The sight to report for a run, or None when it must stay quiet."""
        before, after = self.page.before(run.start, 56), self.page.after(run.end, 90)
        if run.start in self.fixed or run.end - 1 in self.fixed or allow.NAMED_AFTER.match(after):
            return None
        if run.title == "colleague":
            return self._doctor(run, after)
        if run.title == "patient":
            return self._titled(run, after)
        if sight := self._beside(run, before, after):
            return sight
        if run.is_upper or self._is_colleague(run, before, after):
            return None
        return self._in_a_story(run, before, after)

    def _doctor(self, run: Run, after: str) -> str | None:
        """Dr. Prentiss is a colleague, also when met again; "my patient, Dr. Halloran" is not."""
        if words.LABEL.search(self.page.before(run.title_start, 40)) and not words.COLLEAGUE_AFTER.match(after):
            return "name"
        self.colleagues.add(run.last)
        return None

    def _titled(self, run: Run, after: str) -> str | None:
        """Mrs. Abernathy, Sister Benedicta: a patient, unless an officer or a member of staff is meant."""
        if run.words[0].lower() in words.OFFICES or run.last in self.colleagues:
            return None
        here = self.page.sentence(run.start)
        if any(self.page.count(cue, here) for cue in ("pronoun", "age", "event")):
            return "name"
        staff = self.page.count("staff", here) or self.page.count("public", here)
        return None if staff or words.COLLEAGUE_AFTER.match(after) else "name"

    def _beside(self, run: Run, before: str, after: str) -> str | None:
        """A relation, a label or an age directly beside the name."""
        lone = len(run.words) == 1
        if all(allow.is_word(w) and not allow.could_be_given_name(w) for w in run.words):
            return None
        if lone and run.last in allow.NOT_NAMES:
            return None
        if relation := words.RELATION.search(before):
            own = (relation["of"] or "").lower() in ("my", "our")
            return None if own or (lone and run.is_upper) else "relative"
        if lone and (run.last in allow.EPONYMS or (run.is_upper and not words.AGE_AFTER.match(after))):
            return None
        if words.RELATION_AFTER.match(after):
            return "relative"
        owns = after[:1] in ("'", "’")
        if words.LABEL.search(before) and not (owns and not words.OF_A_PATIENT.match(after)):
            return "name"
        if owns and words.COLLEAGUE_AFTER.match(after):
            return None
        sure = run.is_full or any(allow.is_given_name(w) or allow.is_family_name(w) for w in run.words)
        return "name" if sure and self._has_age(run, before, after) else None

    def _has_age(self, run: Run, before: str, after: str) -> bool:
        """Does an age, a date of birth or a chart number stand beside the name?"""
        aged = words.AGE_AFTER.match(after)
        if aged and aged["bare"]:  # "Walter Lind (66)": only in a patient's story
            return bool(self.page.count("clinical", self.page.around(run.start, 200)))
        return bool(aged or words.AGE_BEFORE.search(before))

    def _is_colleague(self, run: Run, before: str, after: str) -> bool:
        """Do the words around make it a colleague, an author or the writer? Then remember the name."""
        if run.last in self.colleagues and run.last not in self.found:
            return True
        salutes = words.SALUTED.search(before) and re.match(r",\s?(?:\n|[a-z])", after)
        called = words.VOCATIVE_AFTER.match(after) and words.VOCATIVE_BEFORE.search(before)
        said = words.COLLEAGUE_BEFORE.search(before) or words.COLLEAGUE_AFTER.match(after)
        if salutes or called or said or self._signs(run, after):
            self.colleagues.add(run.last)
            return True
        return False

    def _signs(self, run: Run, after: str) -> bool:
        """Does the name stand alone on its line, as under a letter?"""
        line = self.page.before(run.start, 60).rpartition("\n")
        return line[1] == "\n" and not line[2].strip(" -–—,") and bool(words.ALONE_AFTER.match(after))

    def _in_a_story(self, run: Run, before: str, after: str) -> str | None:
        """A name without a word beside it: points for the patient's story against points for a colleague."""
        given, family = allow.is_given_name(run.words[0]), allow.is_family_name(run.words[-1])
        lone = not run.is_full
        if (lone and run.last in allow.EPONYMS) or all(allow.is_word(word) for word in run.words):
            return None
        if lone and before.lower().endswith(("the ", "our ")):
            foreign = words.A_CHILD_OF.match(after) and not words.PEOPLES.search(run.last)
            return "name" if foreign or (family and words.CHILD_OF.match(after)) else None
        if words.OF_A_PATIENT.match(after):
            return "name"
        if not (given or family or run.is_full):
            put_on = words.PUT_ON.search(before) and words.ON_A_DRUG.match(after)
            return "name" if put_on or words.SURELY_DONE_TO.search(before) else None
        points = (2 if given else 1) if run.is_full else (1 if given else 0)
        told = self._patient_points(run, before, after)
        return "name" if told and points + told - self._colleague_points(run, after) >= ENOUGH else None

    def _patient_points(self, run: Run, before: str, after: str) -> int:
        """How much the deeds, the verb and the sentence speak of a patient; 0 when nothing does."""
        page, here = self.page, self.page.sentence(run.start)
        points = 3 if words.DONE_TO.search(before) else 1 if words.SEEN.search(before) else 0
        if verb := words.VERB.match(after):
            points += 4 if verb["strong"] else 2
        elif words.ASKED.match(after):
            points += 1
        if words.HE_IS.match(after) or page.count("age", here):
            points += 3
        elif words.NEXT_HE.match(after) and not page.count("person", (run.end, here[1])):
            points += 2
        elif page.count("pronoun", (run.end, here[1])):
            points += 1
        clinical = page.count("clinical", here)
        if clinical >= (1 if points else 3):
            return points + min(2, clinical)
        return points + min(1, clinical + page.count("clinical", page.around(run.start, 250)))

    def _colleague_points(self, run: Run, after: str) -> int:
        """How much the sentence speaks of colleagues, meetings and teachers."""
        page, here = self.page, self.page.sentence(run.start)
        return (
            3 * bool(page.count("public", here))
            + 3 * bool(page.count("staff", here))
            + 2 * bool(page.count("teacher", here))
            + 2 * bool(words.AT_INSTITUTION.match(after))
            + 3 * after.startswith(("'s", "’s"))
        )


def _capitalised(page: Page) -> Iterator[Finding]:
    reading = _Reading(page)
    quiet: list[Run] = []
    sentence, looked_at = -1, 0
    for run in runs(page):
        if (start := page.sentence(run.start)[0]) != sentence:
            sentence, looked_at = start, 0
        looked_at += 1
        sight = reading.judge(run) if looked_at <= LONGEST_LIST else None
        if sight is None:
            quiet.append(run)
            continue
        reading.found.update(w.lower() for w in run.words if len(w) > 3 and not allow.is_word(w))
        start = run.title_start if run.title == "patient" else run.start
        yield see(page.text, start, run.end, sight)
    for run in quiet:
        called = {word.lower() for word in run.words}
        if called & reading.found and not called & reading.colleagues and run.title != "colleague":
            yield see(page.text, run.start, run.end, "name")


def _in_a_case(page: Page, start: int, end: int) -> bool:
    """Do initials stand in the sentence of a case, and are not the front of a full name or the end of one?"""
    if re.match(r"\s?[A-Z][a-z]", page.after(end, 4)) or re.search(r"[A-Z][\w'’-]+,?\s$", page.before(start, 20)):
        return False
    here = page.sentence(start)
    told = page.person_near(start) or words.PRESENTED.search(page.before(start))
    return bool(told) and page.count("clinical", here) > 1 and not page.count("public", here)


def _initials(page: Page) -> Iterator[Finding]:
    for match in words.INITIALS.finditer(page.text):
        start, end = match.start(), match.start() + len(match[0].rstrip())
        before, aged = page.before(start), words.AGE_AFTER.match(page.after(end))
        if words.NOT_INITIALS.fullmatch(match[0]) and not aged:
            continue
        labelled = any(words_before.search(before) for words_before in (words.LABEL, words.RELATION, words.AGE_BEFORE))
        if aged or labelled or _in_a_case(page, start, end):
            yield see(page.text, start, end, "initials")
    for pattern in (words.LABELLED_INITIALS, words.TITLED_INITIAL):
        for match in pattern.finditer(page.text):
            yield see(page.text, *match.span("i"), "initials")


def _last_first(page: Page) -> Iterator[Finding]:
    """LAST, FIRST with a date of birth, an age or a number behind it, as in a chart."""
    for match in words.LAST_FIRST.finditer(page.text):
        last, first = (part.split()[0] for part in match["n"].split(",", 1))
        unknown = not (allow.is_word(first) or allow.is_word(last)) and first.lower() not in allow.STATES
        if last.lower() in allow.NOT_NAMES or not (unknown or allow.could_be_given_name(first)):
            continue
        if words.CHART_AFTER.match(page.after(match.end(), 24)) or words.LABEL.search(page.before(match.start())):
            yield see(page.text, *match.span("n"), "name")


def _lower_case(page: Page) -> Iterator[Finding]:
    """Names typed without capitals after a label: "pt dwayne kessler", "mrs abernathy"."""
    for match in words.SMALL.finditer(page.text):
        parts = match["n"].split()
        if not _is_small_name(match["label"].lower(), parts):
            continue
        whole = len(parts) == 2 and not allow.is_word(parts[1])
        start = match.start("n")
        yield see(page.text, start, match.end("n") if whole else start + len(parts[0]), "name")
    for match in words.SMALL_FULL.finditer(page.text):
        first, last = match["n"].split()
        if allow.is_given_name(first) and not allow.is_word(last):
            yield see(page.text, *match.span("n"), "name")


def _is_small_name(label: str, parts: list[str]) -> bool:
    """Is the word after a label a name? After "ms", which also means other things, only a frequent one is."""
    if label == "ms":
        return allow.is_family_name(parts[0])
    if label.startswith("mr"):
        return not allow.is_word(parts[0]) and parts[0] not in allow.EPONYMS
    return allow.is_given_name(parts[0]) or (len(parts) == 2 and all(allow.is_family_name(part) for part in parts))


def find(page: Page) -> Iterator[Finding]:
    """Names and initials (A) in the page."""
    yield from _capitalised(page)
    yield from _initials(page)
    yield from _last_first(page)
    yield from _lower_case(page)
