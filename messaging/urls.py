"""Routes of conversations."""

from django.urls import URLPattern, path

from messaging.api import conversations, messages
from messaging.views import keeping, lists, thread, writing

app_name = "messaging"
C = "conversations/<uuid:pk>"
M = "messages/<uuid:pk>"

T = "messages/<uuid:pk>"
W = "messages/message/<uuid:pk>"

urlpatterns: list[URLPattern] = [
    path("messages", lists.inbox, name="list"),
    path("messages/recherche", lists.search, name="search"),
    path("messages/tout-lire", lists.read_all, name="read-all"),
    path("messages/ouvrir", keeping.start, name="open"),
    path(T, thread.show, name="thread"),
    path(f"{T}/nouveaux", thread.news, name="news"),
    path(f"{T}/envoyer", writing.send, name="send"),
    path(f"{T}/brouillon", writing.draft, name="draft"),
    path(f"{T}/lu", writing.read, name="read"),
    path(f"{T}/garder", keeping.keep, name="keep"),
    path(f"{T}/bloquer", keeping.block, name="block"),
    path(f"{T}/signaler", keeping.report, name="report"),
    path(f"{W}/modifier", writing.edit, name="edit"),
    path(f"{W}/retirer", writing.remove, name="remove"),
]
api_urlpatterns: list[URLPattern] = [
    path("conversations", conversations.ConversationList.as_view(), name="api-conversations"),
    path("conversations/mark-all-read", conversations.AllRead.as_view(), name="api-conversations-read"),
    path("conversations/unread", conversations.UnreadCount.as_view(), name="api-conversations-unread"),
    path("conversations/manners", conversations.OwnManners.as_view(), name="api-manners"),
    path(C, conversations.ConversationDetail.as_view(), name="api-conversation"),
    path(f"{C}/messages", messages.MessageList.as_view(), name="api-messages"),
    path(f"{C}/changes", conversations.Changes.as_view(), name="api-conversation-changes"),
    path(f"{C}/mute", conversations.Kept.as_view(how="muted"), name="api-conversation-mute"),
    path(f"{C}/pin", conversations.Kept.as_view(how="pinned"), name="api-conversation-pin"),
    path(f"{C}/archive", conversations.Kept.as_view(how="archived"), name="api-conversation-archive"),
    path(f"{C}/block", conversations.Blocked.as_view(), name="api-conversation-block"),
    path(f"{C}/report", conversations.ReportConversation.as_view(), name="api-conversation-report"),
    path(f"{C}/draft", conversations.Draft.as_view(), name="api-conversation-draft"),
    path("messages/search", messages.MessageSearch.as_view(), name="api-message-search"),
    path(M, messages.MessageDetail.as_view(), name="api-message"),
    path(f"{M}/read", messages.MessageRead.as_view(), name="api-message-read"),
]
