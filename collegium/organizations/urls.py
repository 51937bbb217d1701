from django.urls import path

from collegium.organizations import views

app_name = "organizations"
urlpatterns = [
    path("", views.organization_list, name="organization_list"),
    path("add/", views.propose_organization, name="propose_organization"),
    path("complete/", views.complete_organizations, name="complete_organizations"),
    path("<slug:organization>/", views.organization_detail, name="organization_detail"),
    path("<slug:organization>/claim/", views.claim_organization, name="claim_organization"),
    path("<slug:organization>/dispute/", views.answer_dispute, name="answer_dispute"),
    path("<slug:organization>/managers/", views.manager_list, name="manager_list"),
    path("<slug:organization>/edit/", views.edit_organization, name="edit_organization"),
    path("<slug:organization>/edit/story/", views.edit_story, name="edit_story"),
    path("<slug:organization>/edit/logo/", views.edit_logo, name="edit_logo"),
    path("<slug:organization>/edit/news/", views.edit_news, name="edit_news"),
    path("<slug:organization>/edit/news/<number:notice_id>/", views.take_down_news, name="take_down_news"),
    path("<slug:organization>/people/", views.organization_people, name="organization_people"),
    path("<slug:organization>/people/<number:affiliation_id>/", views.answer_affiliation, name="answer_affiliation"),
    path("<slug:organization>/work/", views.work_here, name="work_here"),
]
