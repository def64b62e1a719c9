"""Routes of the marketplace: the brand's own pages, and the answers and contracts of both sides."""

from django.urls import path

from campaigns.views import answers, applications, brand, deal, funding, review, wizard

brand_urlpatterns = [
    path("marque", brand.home, name="brand_home"),
    path("marque/campagnes", brand.mine, name="mine"),
    path("marque/campagnes/nouvelle", wizard.new, name="new"),
    path("marque/campagnes/<uuid:pk>", brand.overview, name="overview"),
    path("marque/campagnes/<uuid:pk>/modifier/<int:step>", wizard.edit, name="wizard"),
    path("marque/campagnes/<uuid:pk>/estimation", wizard.estimate, name="estimate"),
    path("marque/campagnes/<uuid:pk>/dupliquer", brand.duplicate, name="duplicate"),
    path("marque/campagnes/<uuid:pk>/annuler", brand.cancel, name="cancel_campaign"),
    path("marque/campagnes/<uuid:pk>/candidatures", applications.applications, name="applications"),
    path("marque/candidatures/<uuid:pk>/retenir", applications.shortlist, name="shortlist"),
    path("marque/candidatures/<uuid:pk>/offre", applications.offer, name="make_offer"),
    path("marque/candidatures/<uuid:pk>/accepter", applications.accept, name="accept_application"),
    path("marque/candidatures/<uuid:pk>/decliner", applications.decline, name="decline"),
    path("candidatures/<uuid:pk>/repondre", answers.doors, name="answer"),
    path("candidatures/<uuid:pk>/repondre/accepter", answers.accept, name="answer_yes"),
    path("candidatures/<uuid:pk>/repondre/proposer", answers.counter, name="answer_price"),
    path("candidatures/<uuid:pk>/repondre/decliner", answers.decline, name="answer_no"),
    path("marque/offres/<uuid:pk>/paiement", funding.fund, name="fund"),
    path("marque/offres/<uuid:pk>/accord", funding.ask, name="ask_approval"),
    path("contrats", deal.deals, name="deals"),
    path("contrats/<uuid:pk>", deal.deal, name="deal"),
    path("contrats/<uuid:pk>/signer", deal.sign, name="sign"),
    path("contrats/<uuid:pk>/annuler", deal.cancel, name="cancel_deal"),
    path("contrats/<uuid:pk>/litige", deal.dispute, name="dispute"),
    path("contrats/<uuid:pk>/litige/pieces", deal.evidence, name="evidence"),
    path("contrats/<uuid:pk>/livrables/<int:position>", review.review, name="review"),
    path("contrats/<uuid:pk>/livrables/<int:position>/accepter", review.accept, name="accept_deliverable"),
]
