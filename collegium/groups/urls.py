from django.urls import path

from collegium.groups.views import directory, mine, owner, talk, topic_form

app_name = "groups"
urlpatterns = [
    path("", directory.group_list, name="group_list"),
    path("new/", directory.propose_group, name="propose_group"),
    path("<slug:group>/", talk.group_detail, name="group_detail"),
    path("<slug:group>/files/", talk.group_files, name="group_files"),
    path("<slug:group>/people/", talk.group_people, name="group_people"),
    path("<slug:group>/about/", talk.group_about, name="group_about"),
    path("<slug:group>/join/", mine.join_group, name="join_group"),
    path("<slug:group>/ask/", mine.ask_to_join, name="ask_to_join"),
    path("<slug:group>/withdraw/", mine.withdraw_place, name="withdraw_place"),
    path("<slug:group>/leave/", mine.leave_group, name="leave_group"),
    path("<slug:group>/owner/", owner.group_desk, name="group_desk"),
    path("<slug:group>/owner/describe/", owner.describe_group, name="describe_group"),
    path("<slug:group>/owner/announce/", owner.announce, name="announce"),
    path("<slug:group>/owner/invite/", owner.invite_person, name="invite_person"),
    path("<slug:group>/owner/form/", topic_form.group_topic_form, name="group_topic_form"),
    path("<slug:group>/owner/places/<number:place_id>/", owner.decide_place, name="decide_place"),
]
