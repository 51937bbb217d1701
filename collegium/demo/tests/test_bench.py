from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from collegium.accounts.models import User
from collegium.audience.models import PUBLIC
from collegium.demo import seed
from collegium.discussion.models import Reply
from collegium.forums.models import Topic


@pytest.fixture
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


def test_seed_adds_people_and_replies_to_a_demo(cast, home: Path):
    (home / "this-is-a-demo").touch()
    people, replies = User.objects.count(), Reply.objects.count()
    seed.seed(3, 45)
    assert (User.objects.count() - people, Reply.objects.count() - replies) == (3, 45)
    topic = Topic.objects.get(title="Measured topic 1")
    assert topic.reply_count == topic.last_number == topic.replies.count() == 14
    assert all(80 <= reply.words <= 100 for reply in topic.replies.all())


def test_seed_cannot_touch_a_real_site(cast, home: Path):
    before = User.objects.count()
    with pytest.raises(CommandError, match="real site"):
        call_command("bench", "seed", members=1, posts=1)
    assert User.objects.count() == before


def test_seed_cannot_count_backwards(db, home: Path):
    with pytest.raises(CommandError) as refused:
        call_command("bench", "seed", members=-1, posts=1)
    assert refused.value.returncode == 2


def test_measured_topic_is_made_once(cast):
    topic = seed.public_topic()
    assert seed.public_topic() == topic
    assert (topic.readers_id, topic.reply_count) == (PUBLIC, 20)
