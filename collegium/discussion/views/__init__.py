"""Screens of the discussion: replies, opening to guests, where reading goes on, earlier versions."""

from collegium.discussion.views.drafts import change_draft, draft_detail, draft_list, keep_draft, save_draft
from collegium.discussion.views.found import see_other
from collegium.discussion.views.gifts import gift_detail, give_piece
from collegium.discussion.views.guests import answer_agreement, open_piece
from collegium.discussion.views.references import piece_citation, piece_references
from collegium.discussion.views.replies import edit_reply, post_reply, react, remove_reply, reply_detail, take_back
from collegium.discussion.views.subjects import subject_detail, subject_list
from collegium.discussion.views.unread import first_unread
from collegium.discussion.views.versions import piece_versions, reply_versions

__all__ = [
    "answer_agreement", "change_draft", "draft_detail", "draft_list", "keep_draft", "save_draft",
    "edit_reply", "first_unread", "gift_detail", "give_piece",
    "open_piece", "piece_citation", "piece_references", "piece_versions", "post_reply", "react",
    "remove_reply", "reply_detail", "reply_versions", "see_other", "subject_detail", "subject_list", "take_back",
]  # fmt: skip
