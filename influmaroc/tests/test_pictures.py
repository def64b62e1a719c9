"""Photos on profiles and brands: sent, shown, replaced, handed out."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import User
from influencers.models import Influencer
from influencers.selectors import read_card
from influmaroc.tests.world import photo


def stored():
    return len(default_storage.listdir("u")[1]) if default_storage.exists("u") else 0


@pytest.fixture(autouse=True)
def empty_storage():
    """Before as well: other tests of this process leave pictures."""
    _empty()
    yield
    _empty()


def _empty():
    for name in default_storage.listdir("u")[1] if default_storage.exists("u") else []:
        default_storage.delete(f"u/{name}")


@pytest.fixture
def doors(amina, amina_profile, atlas, atlas_brand):
    """Where each picture is changed, and by whom."""
    return {
        "/api/users/profile/picture": atlas,
        f"/api/influencers/{amina_profile.pk}/portrait": amina,
        f"/api/brands/{atlas_brand.pk}/logo": atlas,
    }


def test_every_door_takes_shows_and_drops_a_picture(api_of, client, doors):
    for path, who in doors.items():
        answer = api_of(who).put(path, {"picture": photo()}, format="multipart")
        assert answer.status_code == 200, answer.content
        file = client.get(answer.json()["small"])
        assert Image.open(io.BytesIO(b"".join(file.streaming_content))).size == (128, 128)
        assert api_of(who).delete(path).json() == {"small": "", "large": ""}


def test_the_file_is_handed_out_so_that_nothing_in_it_can_run(api_of, client, amina):
    answer = api_of(amina).put("/api/users/profile/picture", {"picture": photo()}, format="multipart")
    file = client.get(answer.json()["large"])
    assert file["Content-Type"] == "image/webp"
    assert file["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in file["Content-Security-Policy"]
    assert "immutable" in file["Cache-Control"]
    assert "Set-Cookie" not in file.headers


@pytest.mark.parametrize("path", ["u/x", "u/../../manage.py", "secret.webp", "u/" + "0" * 32 + "-128.webp"])
def test_nothing_else_is_handed_out(client, db, path):
    default_storage.save("secret.webp", io.BytesIO(b"x")) if path == "secret.webp" else None
    assert client.get(f"/media/{path}").status_code == 404


def test_the_one_before_goes_with_the_commit(api_of, amina, django_capture_on_commit_callbacks):
    api, path = api_of(amina), "/api/users/profile/picture"
    for colour in ("teal", "navy", "navy"):
        with django_capture_on_commit_callbacks(execute=True):
            api.put(path, {"picture": photo(colour)}, format="multipart")
    assert stored() == 2
    with django_capture_on_commit_callbacks(execute=True):
        api.delete(path)
    assert stored() == 0


def test_two_people_with_the_same_photo_do_not_share_a_file(api_of, amina, omar):
    for who in (amina, omar):
        api_of(who).put("/api/users/profile/picture", {"picture": photo()}, format="multipart")
    assert User.objects.get(pk=amina.pk).picture != User.objects.get(pk=omar.pk).picture


def test_a_hostile_file_changes_nothing(api_of, amina, amina_profile):
    svg = SimpleUploadedFile("x.png", b"<svg onload='alert(1)'/>", content_type="image/png")
    path = f"/api/influencers/{amina_profile.pk}/portrait"
    answer = api_of(amina).put(path, {"picture": svg}, format="multipart")
    assert (answer.status_code, answer.json()["code"]) == (400, "picture_refused")
    assert api_of(amina).put(path, {}, format="multipart").status_code == 400
    assert Influencer.objects.get(pk=amina_profile.pk).portrait == ""
    assert stored() == 0


def test_strangers_change_nobodys_picture(api_of, doors, omar, salma):
    paths = list(doors)[1:]
    assert {
        api_of(omar).put(path, {"picture": photo()}, format="multipart").status_code for path in paths
    } == {404}
    assert api_of(salma).put(paths[1], {"picture": photo()}, format="multipart").status_code == 403
    assert stored() == 0


def test_too_many_photos_must_wait(api_of, amina, settings):
    settings.THROTTLES = {**settings.THROTTLES, "picture": (1, 3600)}
    codes = [
        api_of(amina).put("/api/users/profile/picture", {"picture": photo()}, format="multipart").status_code
        for _twice in range(2)
    ]
    assert codes == [200, 429]


def test_pages_take_a_photo_and_draw_it_everywhere(client_of, amina, amina_profile, atlas, atlas_brand):
    creator, brand = client_of(amina), client_of(atlas)
    assert (
        creator.post("/fr/createur/profil/photo", {"picture": photo()})["Location"] == "/fr/createur/profil"
    )
    assert brand.post("/fr/marque/profil/logo", {"picture": photo()})["Location"] == "/fr/marque/profil"
    row = Influencer.objects.get(pk=amina_profile.pk)
    assert read_card(bytes(row.card)).portrait == row.portrait
    assert f"/media/{row.portrait}-640.webp" in creator.get(f"/fr/c/{row.handle}").content.decode()
    atlas_brand.refresh_from_db()
    assert f"/media/{atlas_brand.logo}-128.webp" in brand.get("/fr/marque").content.decode()
    creator.post("/fr/createur/profil/photo", {"remove": "1"})
    assert Influencer.objects.get(pk=amina_profile.pk).portrait == ""


def test_a_page_says_why_a_file_is_refused(client_of, amina):
    bad = SimpleUploadedFile("x.png", b"nothing", content_type="image/png")
    page = client_of(amina).post("/fr/createur/profil/photo", {"picture": bad}, follow=True)
    assert "JPEG, PNG" in page.content.decode()


def test_staff_show_their_own_picture(client_of, staff):
    client_of(staff).post("/fr/reglages/compte/photo", {"picture": photo()})
    staff.refresh_from_db()
    assert f"/media/{staff.picture}-128.webp" in client_of(staff).get("/fr/reglages/compte").content.decode()
