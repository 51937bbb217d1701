from django.urls import path

from collegium.desk.views import editorial, front, groups, membership, open_to_guests, organizations, parked, people

app_name = "desk"
urlpatterns = [
    path("", front.desk_front, name="desk_front"),
    path("membership/", membership.membership, name="membership"),
    path("membership/roster/", membership.upload_roster, name="upload_roster"),
    path("membership/roster/<number:run_id>/", membership.roster_detail, name="roster_detail"),
    path("membership/roster/<number:run_id>/apply/", membership.apply_roster, name="apply_roster"),
    path("membership/invitations/", membership.send_invitations, name="send_invitations"),
    path("membership/offices/", membership.offices, name="offices"),
    path("membership/offices/grant/", membership.grant_office, name="grant_office"),
    path("membership/offices/<number:term_id>/end/", membership.end_office, name="end_office"),
    path("membership/people/", membership.find_person, name="find_person"),
    path("membership/people/<slug:handle>/", people.desk_person, name="desk_person"),
    path("membership/people/<slug:handle>/suspend/", people.suspend_person, name="suspend_person"),
    path("membership/people/<slug:handle>/roles/", people.change_role, name="change_role"),
    path("groups/", groups.group_proposals, name="group_proposals"),
    path("groups/<number:group_id>/", groups.decide_group, name="decide_group"),
    path("open/", open_to_guests.open_to_guests, name="open_to_guests"),
    path("parked/", parked.parked_work, name="parked_work"),
    path("parked/run/", parked.run_parked, name="run_parked"),
    path("organizations/", organizations.organization_claims, name="organization_claims"),
    path("organizations/claims/<number:claim_id>/", organizations.decide_claim, name="decide_claim"),
    path("editorial/", editorial.editorial, name="editorial"),
    path("editorial/departments/add/", editorial.add_department, name="add_department"),
    path("editorial/issues/new/", editorial.new_issue, name="new_issue"),
    path("editorial/issues/<number:issue_id>/", editorial.edit_issue, name="edit_issue"),
    path("editorial/issues/<number:issue_id>/order/", editorial.order_articles, name="order_articles"),
    path("editorial/issues/<number:issue_id>/publish/", editorial.publish_issue, name="publish_issue"),
    path("editorial/articles/new/", editorial.new_article, name="new_article"),
    path("editorial/articles/<number:article_id>/", editorial.edit_article, name="edit_article"),
    path("editorial/articles/<number:article_id>/publish/", editorial.publish_article, name="publish_article"),
    path("editorial/articles/<number:article_id>/unpublish/", editorial.unpublish_article, name="unpublish_article"),
    path("editorial/articles/<number:article_id>/open/", editorial.open_article, name="open_article"),
    path("editorial/blogs/new/", editorial.new_blog, name="new_blog"),
]
