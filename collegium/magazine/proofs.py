"""The author's proof: a mail with a link to one version, which its author approves or asks to have changed.

The link is signed, ends after `OPEN_FOR`, is good for one proof and one version, and needs no account. It ends with a
new password, a suspension or the erasure of the account it was sent to. Opening it changes nothing. What is edited
later is another version: it is asked for anew, of everybody at once if the editors want so. With several authors each
of them is asked by a link of their own, and an article is approved once everybody who was asked about its version has
approved it; editors who want only the word of the corresponding author send the proof to nobody else.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from collegium.accounts.models import User
from collegium.audience.models import Standing
from collegium.audience.reader import Reader
from collegium.discussion.actions import Refused
from collegium.magazine.models import Article, Proof, Stage
from collegium.outbox import audit, mail
from collegium.outbox.models import Mail
from collegium.web import formats
from collegium.web.languages import spoken_to
from collegium.web.models import Society

KIND = "proof"
SALT = "collegium.magazine.proof"
OPEN_FOR = timedelta(days=21)
REMIND_AFTER = timedelta(days=4)
APPROVES = _lazy("%(name)s approves “%(title)s”")
ASKS = _lazy("%(name)s asks for a change in “%(title)s”")
FORGET_AFTER = timedelta(days=30)  # mail addresses of who has no account, after the article came out


class Ended(Exception):
    """The link was good once: it says in a sentence why it is not any more."""


def token_of(proof: Proof) -> str:
    """What the link of a proof carries."""
    return signing.dumps([proof.pk, proof.version], salt=SALT)


def address_of(proof: Proof) -> str:
    """The whole address of the page of a proof."""
    return settings.SITE_URL + reverse("magazine:article_proof", args=[token_of(proof)])


def proof_of(token: str) -> Proof:
    """The proof behind a link, as long as it can be answered or was.

    Raises:
        signing.BadSignature: forged.
        Ended: too old, withdrawn, for another version, or the article is out or gone.
    """
    try:
        pk, version = signing.loads(token, salt=SALT, max_age=OPEN_FOR)
    except signing.SignatureExpired:
        raise Ended(_("This link has come to its end. Ask the editors for a new one.")) from None
    proof = Proof.objects.select_related("article__department", "article__issue", "by", "person").filter(pk=pk).first()
    if proof is None or proof.version != version:
        raise signing.BadSignature
    if reason := _why_ended(proof):
        raise Ended(reason)
    return proof


def _why_ended(proof: Proof) -> str:
    article = proof.article
    if proof.withdrawn_at or article.removed_at or article.hidden_at or article.taken_back_at:
        return _("The editors have withdrawn this proof. If you expected one, write to them.")
    if _is_barred(proof):
        return _("This link has come to its end. Ask the editors for a new one.")
    if article.announced_at or article.is_out:
        return _("This article is out. Write to the editors if something in it has to be corrected.")
    if article.version != proof.version:
        return _("The article was changed after this mail was sent. The editors will send you the new version.")
    return ""


def _is_barred(proof: Proof) -> bool:
    """Whether the account it was sent to is gone or shut, or got another password since (docs/access.md, "Links")."""
    person = proof.person
    if person is None:
        return not proof.mail
    ended = person.sessions_ended_at
    shut = Standing.objects.filter(person=person, kind__in=(Standing.Kind.SUSPENDED, Standing.Kind.DECEASED)).at()
    return not person.is_active or (ended is not None and ended >= proof.sent_at) or shut.exists()


def opens(token: str, article_id: int) -> bool:
    """Whether a link opens the files of this article (`files.passes`)."""
    try:
        return proof_of(token).article_id == article_id
    except (Ended, signing.BadSignature):
        return False


def may_be_sent(queued: Mail) -> bool:
    """Whether a mail of a proof may still leave."""
    proof = Proof.objects.select_related("article").filter(pk=queued.about_id or 0).first()
    return proof is not None and not (_why_ended(proof) or proof.is_answered)


@transaction.atomic
def send_proof(article: Article, to: User | tuple[str, str], by: Reader) -> Proof:
    """Ask an author whether the present version may come out so; an earlier question to them ends.

    Args:
        to: an account, or name and mail address.

    Raises:
        Refused: not an editor, or it is out already.
    """
    if not by.is_editor:
        raise Refused(_("Editors send proofs."))
    if article.is_out:
        raise Refused(_("It is out already."))
    person = to if isinstance(to, User) else None
    name, address = (to.full_name, "") if isinstance(to, User) else to
    earlier = article.proofs.unanswered().filter(person=person, mail=address)
    earlier.update(withdrawn_at=timezone.now())
    proof = Proof.objects.create(
        article=article, person=person, name=name, mail=address, version=article.version, by=by.person
    )
    hand_to(article, Stage.PROOF, person or name, article.due_on)
    _mail(proof)
    audit.log(by.person, "sent an author's proof", about=("piece", article.pk), detail={"version": article.version})
    return proof


def latest_of(article: Article) -> list[Proof]:
    """The last proof of everybody who was sent one, without those withdrawn by the editors."""
    found: dict[tuple[int | None, str], Proof] = {}
    for proof in article.proofs.select_related("person", "by").order_by("sent_at", "pk"):
        found[proof.person_id, proof.mail] = proof
    return [proof for proof in found.values() if proof.withdrawn_at is None]


def wanting(article: Article) -> list[User | tuple[str, str]]:
    """Whom the present version can be sent: everybody asked about an earlier one, or who wished for a change.

    Before anybody was asked: all its authors who have an account.
    """
    if not article.proofs.exists():
        return list(article.authors.all())
    old = [one for one in latest_of(article) if one.version != article.version or one.asked_at]
    return [one.person or (one.name, one.mail) for one in old if one.person or one.mail]


@transaction.atomic
def send_to_everybody(article: Article, by: Reader) -> int:
    """Ask everybody in `wanting` about the present version. Returns how many.

    Raises:
        Refused: not an editor, it is out already, or nobody is left to ask.
    """
    asked = [send_proof(article, to, by) for to in wanting(article)]
    if not asked:
        raise Refused(_("Everybody was asked about this version already."))
    return len(asked)


def hand_to(article: Article, stage: str, holder: User | str, due_on: object) -> None:
    """Note how far an article is, and who has it until when."""
    if article.stage != stage or article.stage_since is None:
        article.stage_since = timezone.now()
    article.stage, article.due_on = stage, due_on  # type: ignore[assignment]
    article.holder, article.holder_name = (holder, "") if isinstance(holder, User) else (None, holder)
    article.save(update_fields=["stage", "stage_since", "holder", "holder_name", "due_on"])


def _mail(proof: Proof, *, is_reminder: bool = False) -> None:
    article, society = proof.article, Society.current()
    with spoken_to(proof.person):
        asks = _("the editors of %(magazine)s ask you to read “%(title)s” as it will come out.")
        due = _("They hope for your answer by %(day)s.") % {"day": formats.full_date(article.due_on)}
        lines = [
            _("Dear %(name)s,") % {"name": proof.name},
            _("This is the one reminder you get about it.") if is_reminder else "",
            asks % {"magazine": society.magazine_name, "title": article.title},
            due if article.due_on else "",
            _("Read it, then approve it or ask for a change, with one tap and without an account:"),
            address_of(proof),
            _("Opening the link changes nothing. It is meant for you alone and ends after three weeks."),
        ]
        subject = _("Your proof: %(title)s") % {"title": article.title}
        mail.queue(proof.person or proof.mail, KIND, subject, "\n\n".join(filter(None, lines)), about=(KIND, proof.pk))


def _locked(proof: Proof, version: int) -> Proof:
    """The proof, held against a second answer, of the version that was read.

    Raises:
        Refused: it ended, was answered, or another version was read.
    """
    Article.objects.select_for_update(of=("self",)).get(pk=proof.article_id)
    fresh = Proof.objects.select_related("article", "by").select_for_update(of=("self",)).get(pk=proof.pk)
    if reason := _why_ended(fresh):
        raise Refused(reason)
    if fresh.version != version:
        raise Refused(_("You have read another version. Open the link of the newest mail."))
    if fresh.is_answered:
        raise Refused(_("This proof was answered already."))
    return fresh


@transaction.atomic
def approve_proof(proof: Proof, version: int) -> None:
    """The author says: this version may come out. With the last of those asked it is approved.

    Raises:
        Refused: it ended, was answered, or they read another version.
    """
    fresh = _locked(proof, version)
    Proof.objects.filter(pk=fresh.pk).update(approved_at=timezone.now())
    article = fresh.article
    _settle(article, fresh.by)
    audit.log(fresh.person, "approved a proof", about=("piece", article.pk), detail={"version": version})
    _tell(fresh, APPROVES, "")


def _settle(article: Article, by: User | None) -> None:
    """Approved once everybody who was asked about the present version has approved it."""
    asked = [one for one in latest_of(article) if one.version == article.version]
    if asked and all(one.approved_at for one in asked):
        article.approved_version = article.version
        article.save(update_fields=["approved_version"])
        hand_to(article, Stage.READY, by or "", article.due_on)


@transaction.atomic
def ask_for_change(proof: Proof, version: int, words: str) -> None:
    """The author asks for a change, in words that only editors read.

    Raises:
        Refused: it ended, was answered, or they read another version.
    """
    fresh = _locked(proof, version)
    Proof.objects.filter(pk=fresh.pk).update(asked_at=timezone.now(), words=words)
    hand_to(fresh.article, Stage.EDITED, fresh.by or "", fresh.article.due_on)
    _tell(fresh, ASKS, words)


def _tell(proof: Proof, subject: Promise, words: str) -> None:
    if proof.by is None:
        return
    with spoken_to(proof.by):
        line = str(subject) % {"name": proof.name, "title": proof.article.title}
        desk = settings.SITE_URL + reverse("desk:edit_article", args=[proof.article_id])
        text = "\n\n".join(part for part in (line + ".", words, desk) if part)
        mail.queue(proof.by, "proof-answer", line, text, about=("piece", proof.article_id))


@transaction.atomic
def withdraw_proof(proof: Proof, by: Reader) -> None:
    """End a link, also of who wished for a change: the editors go on without their word.

    Raises:
        Refused: not an editor.
    """
    if not by.is_editor:
        raise Refused(_("Editors send proofs."))
    Proof.objects.filter(pk=proof.pk, approved_at=None).update(withdrawn_at=timezone.now())
    article = Article.objects.select_for_update(of=("self",)).get(pk=proof.article_id)
    if article.stage in (Stage.PROOF, Stage.EDITED) and not article.is_out:
        _settle(article, by.person)


def back_to_editing(article: Article, by: Reader) -> None:
    """After an edit: what was sent or approved is another version now; whoever edited has it."""
    if article.stage in (Stage.PROOF, Stage.READY) and article.proofs.exists():
        hand_to(article, Stage.EDITED, by.person or "", article.due_on)


def forget_words(article_id: int) -> None:
    """What an author wrote about words that were taken back goes with them, and the links end."""
    proofs = Proof.objects.filter(article=article_id).exclude(article__taken_back_at=None)
    if ids := list(proofs.values_list("pk", flat=True)):
        proofs.update(words="", withdrawn_at=timezone.now())
        mail.drop(KIND, *ids)


def remind_authors() -> int:
    """Remind who has not answered, once. Returns how many."""
    now, reminded = timezone.now(), 0
    waiting = Proof.objects.unanswered().filter(
        reminded_at=None, sent_at__lte=now - REMIND_AFTER, sent_at__gt=now - OPEN_FOR + timedelta(days=2),
        version=F("article__version"),
    )  # fmt: skip
    for proof in waiting.select_related("article", "person"):
        with transaction.atomic():
            if not _why_ended(proof) and Proof.objects.filter(pk=proof.pk, reminded_at=None).update(reminded_at=now):
                _mail(proof, is_reminder=True)
                reminded += 1
    return reminded


def forget_addresses() -> int:
    """Mail addresses of who has no account go a month after the article came out. Returns how many."""
    old = timezone.now() - FORGET_AFTER
    return Proof.objects.exclude(mail="").filter(article__announced_at__lt=old).update(mail="")
