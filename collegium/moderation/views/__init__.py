"""Screens of moderation: reporting, one's own reports and decisions, the queue."""

from collegium.moderation.views.in_place import (
    article_letters,
    decide_in_group,
    decide_under_article,
    decide_under_post,
    group_report,
    group_reports,
    post_comment,
    post_comments,
    undo_in_group,
    undo_under_article,
    undo_under_post,
)
from collegium.moderation.views.own import decision_detail, report_list
from collegium.moderation.views.queue import (
    answer_appeal,
    close_gone,
    decide,
    queue_item,
    queue_list,
    settle_decision,
    undo_decision,
)
from collegium.moderation.views.report import report
from collegium.moderation.views.rules import house_rules
from collegium.moderation.views.topics import merge_topic, move_topic, split_topic

__all__ = [
    "answer_appeal", "article_letters", "close_gone", "decide", "decide_in_group", "decide_under_article",
    "decide_under_post", "settle_decision",
    "decision_detail", "group_report", "group_reports", "house_rules", "merge_topic", "move_topic", "post_comment",
    "post_comments", "queue_item", "queue_list", "report", "report_list", "split_topic", "undo_decision",
    "undo_in_group", "undo_under_article", "undo_under_post",
]  # fmt: skip
