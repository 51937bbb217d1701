from django.urls import path

from collegium.conversations.views import blocks, inbox, talk

app_name = "conversations"
urlpatterns = [
    path("", inbox.conversation_list, name="conversation_list"),
    path("new/", inbox.new_conversation, name="new_conversation"),
    path("blocked/", blocks.block_list, name="block_list"),
    path("blocked/<number:person_id>/", blocks.block_person, name="block_person"),
    path("quiet/", blocks.be_quiet, name="be_quiet"),
    path("<number:conversation_id>/", talk.conversation_detail, name="conversation_detail"),
    path("<number:conversation_id>/answer/", talk.answer_request, name="answer_request"),
    path("<number:conversation_id>/mute/", talk.mute_conversation, name="mute_conversation"),
    path("<number:conversation_id>/leave/", talk.leave_conversation, name="leave_conversation"),
    path("<number:conversation_id>/<number:number>/remove/", talk.remove_message, name="remove_message"),
]
