"""Routes of the marketplace's API."""

from django.urls import URLPattern, path

from campaigns.api import applications, campaigns, collaborations, deliverables

C, D = "campaigns/<uuid:pk>", "deliverables/<uuid:pk>"
K = "collaborations/<uuid:pk>"

api_urlpatterns: list[URLPattern] = [
    path("campaigns", campaigns.Campaigns.as_view(), name="api-campaigns"),
    path("campaigns/search", campaigns.CampaignSearch.as_view(), name="api-campaign-search"),
    path(C, campaigns.CampaignDetail.as_view(), name="api-campaign"),
    path(f"{C}/submit-for-approval", campaigns.SubmitForApproval.as_view(), name="api-campaign-submit"),
    path(f"admin/{C}/approve", campaigns.Approve.as_view(), name="api-campaign-approve"),
    path(f"admin/{C}/reject", campaigns.Reject.as_view(), name="api-campaign-reject"),
    path(f"{C}/apply", applications.Apply.as_view(), name="api-campaign-apply"),
    path(f"{C}/applications", applications.CampaignApplications.as_view(), name="api-campaign-applications"),
    path(
        f"{C}/applications/<uuid:application_id>/status",
        applications.ApplicationStatus.as_view(),
        name="api-application-status",
    ),
    path("applications", applications.ApplicationList.as_view(), name="api-applications"),
    path("collaborations", collaborations.CollaborationList.as_view(), name="api-collaborations"),
    path(K, collaborations.CollaborationDetail.as_view(), name="api-collaboration"),
    path(f"{K}/sign", collaborations.Sign.as_view(), name="api-collaboration-sign"),
    path(f"{K}/cancel", collaborations.Cancel.as_view(), name="api-collaboration-cancel"),
    path(f"{K}/dispute", collaborations.OpenDispute.as_view(), name="api-collaboration-dispute"),
    path(f"{K}/evidence", collaborations.AddEvidence.as_view(), name="api-collaboration-evidence"),
    path(f"{K}/timeline", collaborations.Timeline.as_view(), name="api-collaboration-timeline"),
    path(
        f"{K}/deliverables",
        collaborations.CollaborationDeliverables.as_view(),
        name="api-collaboration-deliverables",
    ),
    path(f"{D}/submissions", deliverables.Submissions.as_view(), name="api-deliverable-submissions"),
    path(f"{D}/review", deliverables.Review.as_view(), name="api-deliverable-review"),
    path(f"{D}/publication", deliverables.Publication.as_view(), name="api-deliverable-publication"),
    path(f"{D}/accept", deliverables.Accept.as_view(), name="api-deliverable-accept"),
]
