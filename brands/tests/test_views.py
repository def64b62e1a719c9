import pytest

from brands.models import Brand

HTMX = {"HTTP_HX_REQUEST": "true"}
EDIT = "/fr/marque/profil"
ICE = next(f"0015246780001{n:02d}" for n in range(97) if int(f"0015246780001{n:02d}") % 97 == 0)
ABOUT = {"name": "Atlas Argan", "sector": "beauty", "city": "rabat", "about": "Huile d'argan.", "site": ""}


@pytest.mark.parametrize("who", [None, "atlas", "rival", "amina"])
def test_everybody_reads_the_public_page(client, client_of, atlas_brand, who, request):
    one = client_of(request.getfixturevalue(who)) if who else client
    page = one.get("/ar/b/atlas-argan").content.decode()
    assert page.count("<h1") == 1
    assert ("/ar/marque/profil" in page) == (who in {"atlas", "rival"})
    assert "atlas@example.ma" not in page.replace("data-me", "")


@pytest.mark.parametrize(("who", "status"), [(None, 302), ("atlas", 200), ("viewer", 200), ("amina", 403)])
def test_who_opens_the_editor(client, client_of, who, status, request):
    one = client_of(request.getfixturevalue(who)) if who else client
    assert one.get(EDIT).status_code == status


def test_the_owner_saves_a_section(client_of, atlas, atlas_brand):
    assert client_of(atlas).post(f"{EDIT}/about", ABOUT)["Location"] == f"{EDIT}#about"
    atlas_brand.refresh_from_db()
    assert (atlas_brand.city, atlas_brand.legal_name) == ("rabat", "Atlas Argan SARL")


def test_a_right_ice_is_kept_without_its_spaces(client_of, atlas, atlas_brand):
    form = {"legal_name": "Atlas SARL", "ice": f"{ICE[:9]} {ICE[9:13]} {ICE[13:]}"}
    answer = client_of(atlas).post(f"{EDIT}/company", form, **HTMX)
    atlas_brand.refresh_from_db()
    assert (answer.status_code, atlas_brand.ice) == (200, ICE)
    assert b"<h1" not in answer.content


def test_a_wrong_ice_is_told_and_what_was_typed_kept(client_of, atlas, atlas_brand):
    answer = client_of(atlas).post(f"{EDIT}/company", {"legal_name": "New", "ice": "123456789012345"})
    assert answer.status_code == 422
    assert "ice" in answer.context["forms"]["company"].errors
    assert "123456789012345" in answer.content.decode()
    assert Brand.objects.get().legal_name == "Atlas Argan SARL"


@pytest.mark.parametrize("who", ["salma", "finance_fz", "viewer"])
def test_a_member_changes_nothing(client_of, atlas_brand, who, request):
    client = client_of(request.getfixturevalue(who))
    client.post(f"{EDIT}/about", {**ABOUT, "name": "Mine"})
    atlas_brand.refresh_from_db()
    assert (atlas_brand.name, atlas_brand.version) == ("Atlas Argan", 1)


def test_the_editor_costs_a_fixed_number_of_queries(
    client_of, atlas, salma, viewer, django_assert_max_num_queries
):
    client = client_of(atlas)
    with django_assert_max_num_queries(8):
        client.get(EDIT)
