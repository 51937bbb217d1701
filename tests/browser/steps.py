"""The forms in the order in which a site would be filled: each step is one form sent by one person of the demo."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms

from collegium.accounts.forms import GuestForm
from collegium.answers.forms import CardForm, CaseForm, CaseHeadForm, OutcomeForm
from collegium.blogs.forms import AskForm, BlogForm, CorrectionForm, NewBlogForm, PostForm, SendBackForm
from collegium.bookmarks.forms import BookmarkForm
from collegium.connections.forms import NoteForm
from collegium.conversations.forms import BeginForm, MessageForm
from collegium.desk.membership_forms import HandoverForm, OfficeForm, RoleForm
from collegium.desk.views.organization_care import CareForm
from collegium.desk.work_form import CitedWorkForm
from collegium.discussion.forms import WordsForm
from collegium.forums.forms import StartForm, TopicForm
from collegium.groups.views.asked import (
    AskedAnnouncementForm,
    AskedDescribeForm,
    AskedProposalForm,
    AskedRequestForm,
)
from collegium.magazine.forms import ArticleForm, DepartmentForm, IssueForm, StageForm
from collegium.magazine.tests.word_files import docx, p, t
from collegium.magazine.tests.word_files import picture as drawn
from collegium.magazine.word_forms import BringForm, PicturesForm
from collegium.moderation.forms import AppealAnswerForm, AppealForm, ReportForm
from collegium.moderation.forms import DecisionForm as ModeratorsForm
from collegium.moderation.topic_forms import MergeForm, MoveForm, SplitForm
from collegium.organizations.forms import DecisionForm as ClaimForm
from collegium.organizations.forms import WorkForm
from collegium.organizations.views.claim import AskedStatementForm
from collegium.organizations.views.dispute import AskedAnswerForm
from collegium.organizations.views.edit import AskedPageForm, StoryForm
from collegium.organizations.views.notices import AskedNewsForm
from collegium.people.models import FIELDS
from collegium.people.views.disclosures import AskedRelationshipForm
from collegium.people.views.sections import (
    AskedAboutForm,
    AskedLinksForm,
    AskedNameForm,
    AskedPlaceForm,
    AskedPrivacyForm,
    AskedPublicationsForm,
)
from collegium.polls.forms import PollForm
from collegium.web import html
from tests.browser.filling import ADDRESS, FILE_NAME, MAIL, Step, picture, roster
from tests.hostile import TEXTS

WORD = docx(
    "".join(p(t(text), "Title" if place == 0 else "") for place, text in enumerate(TEXTS) if text.isprintable())
    + p(drawn("i1")), media={"i1": picture()},
)  # fmt: skip
PICTURE = {"picture": (FILE_NAME, picture())}
ENDING = [text for text in TEXTS if "the rest" not in html.clean(f"{text}<p>the rest</p>", rich=True)]
HTML = "".join(f"<p>zh1z</p>{text}" for text in TEXTS if text not in ENDING) + "<p>zh2z</p>" + "".join(ENDING)
HTML = HTML.replace('<img src="/files/', '<img alt="zh0z" src="/files/')  # what says nothing does not come out
TOPIC = "SELECT '/forums/' || f.slug || '/' || p.id || '-' || p.slug || '/' FROM discussion_piece p" \
    " JOIN forums_topic t ON t.piece_id = p.id JOIN forums_forum f ON f.id = t.forum_id ORDER BY p.id DESC"  # fmt: skip
PIECE = "SELECT max(id) FROM discussion_piece"
REPLY = "SELECT max(id) FROM discussion_reply"
SEEN = {f"seen_{name}": "members" for name in FIELDS}
PHRASES = "\n".join(text[:80] for text in TEXTS[:12])
NUMBERS = {"npi": "1234567893", "orcid": "0000-0002-1825-0097", "link_linkedin": "", "link_x": "", "link_facebook": "",
           "link_website": ADDRESS}  # fmt: skip
POLL = {"poll_options": "\n".join(f"zo{n}z {text}"[:200] for n, text in enumerate(TEXTS[5:16])),
        "poll_until": (date.today() + timedelta(days=7)).isoformat()}  # fmt: skip
ASKED = {
    "asked-TOTAL_FORMS": "1",
    "asked-INITIAL_FORMS": "0",
    "asked-0-kind": "words",
    "asked-0-label": TEXTS[0],
    "asked-0-help": TEXTS[4],
    "asked-0-choices": "",
}
PROMPT = "SELECT max(id) FROM forums_prompt"
NO_POLL = {"poll_question": "", "poll_options": ""}


class DraftForm(forms.Form):
    """What a form sends to have its words kept, of any kind: the site reads it by the names of the fields."""

    title = forms.CharField(max_length=300)
    body = forms.CharField(widget=forms.Textarea)


DRAFT = {"body_format": "plain", "draft_at": "{topic}#reply"}
HANDOVER = "membership_term WHERE \"end\" > date('now', '+1 day') AND source <> 'ladder'"

STEPS = [
    # forums
    Step("mia", "/forums/patients-and-practices/new/", StartForm, {"body_format": "plain", "quoted": "", "token": "t1", **POLL},
         look={"topic": TOPIC, "topic_id": PIECE}),
    Step("mia", "/forums/open-forum/new/", StartForm, {"body_format": "html", "body": HTML, "quoted": "", "token": "t2", **NO_POLL},
         look={"markup": TOPIC, "markup_id": PIECE}),
    Step("mia", "/pieces/{topic_id}/poll/edit/", PollForm, POLL),
    Step("grace", "/pieces/{topic_id}/replies/", WordsForm, {"body_format": "plain", "quote": "0", "token": "r1"},
         look={"reply": REPLY}),
    Step("otto", "/pieces/{topic_id}/replies/", WordsForm, {"body_format": "html", "body": HTML, "quote": "{reply}",
         "token": "r2"}),
    Step("grace", "/replies/{reply}/edit/", WordsForm, {"body_format": "plain", "version": "1", "quoted": "", "token": "r3"}),
    Step("mia", "/topics/{topic_id}/edit/", TopicForm, {"body_format": "plain", "version": "1", "quoted": "", "token": "r4"}),
    Step("mia", "/topics/{topic_id}/card/", CardForm, {"remind_on": ""}),
    Step("mia", "/forums/thoracic-oncology/case/", CaseForm, {"body_format": "plain", "quoted": "", "token": "k1",
         "age": "70-79", "consent": "on", "remind_on": ""}, look={"case": PIECE, "case_topic": TOPIC}),
    Step("mia", "/topics/{case}/outcome/", OutcomeForm),
    Step("mia", "/topics/{case}/case/", CaseHeadForm, {"age": "60-69", "consent": "on", "remind_on": "", "version": "1"}),
    Step("ada", "/desk/forums/practice-operations/", given=ASKED, look={"said": PROMPT}),
    Step("mia", "/forums/practice-operations/new/", StartForm, {"body_format": "plain", "quoted": "", "token": "t3",
         "said_{said}": " ".join(TEXTS[:20])[:3000], **NO_POLL}, look={"answered": TOPIC}),
    Step("grace", "/bookmarks/reply/{reply}/", BookmarkForm, {"remind_on": ""},
         look={"asked": "SELECT id FROM accounts_user WHERE handle = 'otto'"}),
    Step("grace", "/connections/{asked}/ask/", NoteForm),
    # drafts: one that holds another device's words beside its own, and one of markup
    Step("mia", "/drafts/save/", DraftForm, DRAFT | {"draft_key": "piece-{topic_id}"}),
    Step("mia", "/drafts/save/", DraftForm, DRAFT | {"draft_key": "piece-{topic_id}"},
         look={"draft": "SELECT id FROM discussion_draft WHERE other_at IS NOT NULL ORDER BY id DESC"}),
    Step("mia", "/drafts/save/", DraftForm, DRAFT | {"draft_key": "blog-0", "body_format": "html", "body": HTML},
         look={"markup_draft": "SELECT max(id) FROM discussion_draft"}),
    Step("mia", "/drafts/save/", DraftForm, DRAFT | {"draft_key": "blog-0", "body_format": "html", "body": HTML}),
    # blogs
    Step("ed", "/desk/editorial/blogs/new/", NewBlogForm, {"owner_handle": "petra", "slug": "hostile", "helper_handles": "grace"}),
    Step("petra", "/blogs/hostile/edit/", BlogForm, {"slug": "hostile", "helper_handles": "grace"}),
    Step("petra", "/blogs/hostile/new/", PostForm, {"readers": "1", "body_format": "plain", "quoted": "", "token": "b1"},
         {"hero": (FILE_NAME, picture())},
         look={"post_id": PIECE, "post": "SELECT '/blogs/hostile/' || p.slug || '/' FROM blogs_post JOIN discussion_piece p ON p.id = piece_id ORDER BY p.id DESC"}),
    Step("grace", "{post}ask/", AskForm, {"version": "1", "at": ""}),
    Step("petra", "{post}send-back/", SendBackForm, {"version": "1"}),
    Step("petra", "{post}publish/", given={"version": "1"}),
    Step("petra", "{post}correct/", CorrectionForm),
    Step("mia", "/pieces/{post_id}/replies/", WordsForm, {"body_format": "plain", "quote": "0", "token": "b2"},
         look={"comment": REPLY}),
    Step("petra", "/blogs/hostile/new/", PostForm, {"readers": "1", "body_format": "html", "body": HTML, "quoted": "",
         "token": "b3"}, look={"rich": "SELECT '/blogs/hostile/' || p.slug || '/' FROM blogs_post JOIN discussion_piece p ON p.id = piece_id ORDER BY p.id DESC"}),
    Step("petra", "{rich}publish/", given={"version": "1"}),
    # the magazine
    Step("ed", "/desk/editorial/departments/add/", DepartmentForm,
         look={"department": "SELECT max(id) FROM magazine_department"}),
    Step("ed", "/desk/editorial/departments/{department}/", DepartmentForm),
    Step("ed", "/desk/editorial/issues/new/", IssueForm, {"volume": "99", "number": "1", "slug": "99-1",
         "cover_date": "2026-11-01", "cover_art": "map"}, {"cover": (FILE_NAME, picture())},
         look={"issue": "SELECT max(id) FROM magazine_issue"}),
    Step("ed", "/desk/editorial/articles/new/", ArticleForm, {"readers": "1", "body_format": "html", "body": HTML,
         "quoted": "", "token": "a1", "type": "feature", "about": "", "department": "{department}", "issue": "{issue}"}, {"hero": (FILE_NAME, picture())},
         look={"article_id": PIECE, "article": "SELECT '/magazine/articles/' || address || '/' FROM magazine_article ORDER BY"
               " piece_id DESC"}),
    Step("ed", "/desk/editorial/word/", BringForm, {"department": "{department}", "issue": "{issue}",
         "token": "0d5c6a3e-1f5e-4e55-9d7e-3c1a2b4d5e6f"}, {"word_files": ("a.docx", WORD)},
         look={"word_id": PIECE, "word_file": "SELECT max(id) FROM files_file"}),
    Step("ed", "/desk/editorial/articles/{word_id}/pictures/", PicturesForm, {"shows-{word_file}": "zh3z"}),
    Step("ed", "/desk/editorial/articles/{article_id}/stage/", StageForm, {"stage": "edited", "due_on": ""}),
    Step("ed", "/desk/editorial/articles/{article_id}/publish/", given={"version": "1"}),
    Step("ed", "/desk/editorial/issues/{issue}/publish/", given={"at": ""}),
    Step("mia", "/pieces/{article_id}/replies/", WordsForm, {"body_format": "plain", "quoted": "", "token": "a2"}),
    # groups
    Step("mia", "/groups/new/", AskedProposalForm, {"icon": "users", "kind": "closed"},
         look={"group_id": "SELECT max(id) FROM groups_group", "group": "SELECT slug FROM groups_group ORDER BY id DESC"}),
    Step("ada", "/desk/groups/{group_id}/", given={"confirm": "1"}),
    Step("mia", "/groups/{group}/owner/describe/", AskedDescribeForm, {"icon": "users"}),
    Step("mia", "/groups/{group}/owner/announce/", AskedAnnouncementForm),
    Step("mia", "/groups/{group}/owner/form/", given=ASKED, look={"said": PROMPT}),
    Step("mia", "/groups/{group}/topics/new/", TopicForm, {"body_format": "plain", "quoted": "", "token": "g1",
         "said_{said}": " ".join(TEXTS[:20])[:3000]}),
    Step("otto", "/groups/{group}/ask/", AskedRequestForm),
    # organizations
    Step("otto", "/organizations/quarry-lake-oncology-associates/edit/", AskedPageForm, {"kind": "practice", "country": "US",
         "founded": "", "size_employees": "", "size_members": "", "linkedin": ADDRESS, "x": ADDRESS, "facebook": ADDRESS,
         "domains": "", "coordinates": "", "ror": "", "ccn": "", "npi": ""},
         look={"organization": "SELECT id FROM organizations_organization WHERE slug = 'quarry-lake-oncology-associates'"}),
    Step("otto", "/organizations/quarry-lake-oncology-associates/edit/story/", StoryForm, {"body_format": "html",
         "body": HTML, "quoted": "", "token": "o1"}),
    Step("otto", "/organizations/quarry-lake-oncology-associates/edit/news/", AskedNewsForm, {"day": "2026-01-05", "link": ADDRESS},
         status=(303, 422)),
    Step("otto", "/organizations/quarry-lake-oncology-associates/edit/news/", AskedNewsForm, {"day": "2026-01-06", "link": ""}),
    Step("otto", "/organizations/quarry-lake-oncology-associates/edit/logo/", files=PICTURE),
    Step("grace", "/organizations/quarry-lake-oncology-associates/work/", WorkForm, {"consented": "on"}),
    Step("grace", "/organizations/quarry-lake-oncology-associates/claim/", AskedStatementForm, {"step": "statement",
         "kind": "dispute"}),
    Step("otto", "/organizations/quarry-lake-oncology-associates/dispute/", AskedAnswerForm),
    Step("mia", "/organizations/dry-creek-community-oncology/claim/", AskedStatementForm, {"step": "statement"},
         look={"claim": "SELECT max(id) FROM organizations_claim"}),
    Step("ada", "/desk/organizations/claims/{claim}/", ClaimForm, {"grant": "0"}),
    Step("ada", "/desk/organizations/gannet-point-hospital/", CareForm, {"step": "suspend", "person": ""}),
    # people and messages
    Step("mia", "/settings/profile/about/", AskedAboutForm, {"ask_me_about": PHRASES}),
    Step("otto", "/settings/profile/about/", AskedAboutForm, {"ask_me_about": PHRASES}),
    Step("mia", "/settings/profile/name/", AskedNameForm, {"suffix": "Jr", "given_name": "<svg onload=__hit()>"}),
    Step("mia", "/settings/profile/place/", AskedPlaceForm, {"country": "US", "languages": "English"}),
    Step("mia", "/settings/profile/links/", AskedLinksForm, NUMBERS, status=(303, 422)),
    Step("mia", "/settings/profile/publications/", AskedPublicationsForm, {"publications": "10.5555/jpod.2026.0088"}),
    Step("mia", "/settings/profile/privacy/", AskedPrivacyForm, {"signs_with_place": "on", "in_directory": "on", **SEEN}),
    Step("mia", "/settings/disclosures/new/", AskedRelationshipForm, {"category": "consulting", "recipient": "self",
         "start": "2025-05", "end": ""}),
    Step("mia", "/settings/profile/portrait/", files=PICTURE),
    Step("mia", "/messages/new/", BeginForm, {"to": "grace", "body_format": "plain", "quoted": "", "token": "m1"},
         leads_to="talk"),
    Step("grace", "{talk}", MessageForm, {"body_format": "html", "body": HTML, "quoted": "", "token": "m2"}),
    # moderation
    Step("grace", "/report/?kind=piece&id={markup_id}", ReportForm, {"reason": "other"}),
    Step("mo", "/desk/reports/piece/{markup_id}/decide/", ModeratorsForm, {"act": "hide"},
         look={"decision": "SELECT max(id) FROM moderation_decision"}),
    Step("mia", "/decisions/{decision}/", AppealForm, look={"appeal": "SELECT max(id) FROM moderation_appeal"}),
    Step("ada", "/desk/reports/appeals/{appeal}/", AppealAnswerForm, {"upheld": "1"}),
    Step("mia", "/report/?kind=reply&id={reply}", ReportForm, {"reason": "other"}),
    Step("otto", "/report/?kind=piece&id={topic_id}", ReportForm, {"reason": "other"}),
    Step("mo", "/topics/{topic_id}/move/", MoveForm, {"forum": "1", "sure": "1"}),
    Step("mo", "/topics/{topic_id}/merge/", MergeForm, {"other": "1", "goes_on": "this", "sure": "1"}),
    Step("mo", "/topics/{topic_id}/split/", SplitForm, {"replies": "{reply}", "readers": "3", "sure": "1"}),
    # the desk
    Step("ada", "/desk/membership/people/petra/roles/", RoleForm, {"deed": "give", "role": "moderator"}),
    Step("ada", "/desk/membership/offices/grant/", OfficeForm, {"person": "petra", "office": "1", "start": "2026-01-01"},
         look={"handover": f'SELECT min("end") FROM {HANDOVER}', "later": f"SELECT date(min(\"end\"), '+1 day') FROM {HANDOVER}"}),
    Step("ada", "/desk/membership/offices/move/", HandoverForm, {"day": "{handover}", "to": "{later}"}),
    Step("ada", "/desk/membership/roster/", given={"on": "2026-11-20"}, files={"file": ("\"><svg onload=__hit()>.csv", roster())},
         look={"run": "SELECT max(id) FROM membership_rosterrun"}),
    Step("ed", "/desk/references/enter/", given={"identifier": "10.5555/hostile.1"},
         look={"work": "SELECT max(id) FROM citations_work"}),
    Step("ed", "/desk/references/{work}/", CitedWorkForm, {"type": "article", "year": "2012", "doi": "10.5555/hostile.1",
         "pmid": "", "pmcid": "", "nct": "", "standing": "retracted", "standing_at": "2013", "notice": ""}),
    # files, registration
    Step("mia", "/files/upload/", files={"file": (FILE_NAME, picture())}, status=(201,)),
    Step("", "/accounts/signup/", GuestForm, {"username": "nobody-yet", "email": MAIL, "promise": "on",
         "password1": "lantern gravel nine spoons"}, status=(302, 303)),
]  # fmt: skip

# What the desk's records and the roster hold, written past their screens.
RECORDS = """
from django.db.models import CharField, TextField, URLField
from collegium.accounts.models import User
from collegium.desk.admin import REGISTERED
from collegium.desk.society_form import SocietyForm
from collegium.web.models import Society
from tests.hostile import line
KEPT = {"slug", "key", "handle", "language", "time_zone", "address", "code", "gives", "color", "icon", "email", "domain"}
number = 900
def is_text(one, record):
    if type(one) not in (CharField, TextField) or one.choices or one.unique or not one.editable or one.name in KEPT:
        return False
    return not record.fields or one.name in record.fields
for model, record in [*REGISTERED.items(), (Society, SocietyForm._meta)]:
    for row in model.objects.order_by("pk")[:1]:
        for one in model._meta.concrete_fields:
            if is_text(one, record):
                number += 1
                setattr(row, one.name, " ".join(line(number, one.max_length or 2000)))
            elif type(one) is URLField:
                setattr(row, one.name, "https://example.org/?a=<svg/onload=__hit()>&b='")
        row.save()
for handle in ("mia", "grace", "otto", "petra"):
    number += 1
    name = " ".join(line(number, 60))
    User.objects.filter(handle=handle).update(name=name, given_name=name, family_name=name, credentials=name[:30])
"""
