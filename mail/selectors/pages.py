"""Pages that letters lead to, without the language prefix. They belong to floors above: named here, once."""

PAGES = {
    "sign_in": "/connexion",
    "register": "/inscription",
    "verify": "/verifier",
    "new_password": "/mot-de-passe/nouveau",
    "forgotten": "/mot-de-passe/oublie",
    "security": "/reglages/securite",
    "data": "/reglages/donnees",
    "invitation": "/invitation",
    "team": "/marque/profil/equipe",
}
