from django.urls import path

from collegium.notifications import views

app_name = "notifications"
urlpatterns = [
    path("notifications/", views.notification_list, name="notification_list"),
    path("notifications/seen/", views.mark_seen, name="mark_seen"),
    path("notifications/open/", views.open_line, name="open_line"),
    path("live/counts/", views.live_counts, name="live_counts"),
    path("settings/mail/", views.edit_wishes, name="edit_wishes"),
    path("mail/stop/<str:token>/", views.stop_mail, name="stop_mail"),
]
