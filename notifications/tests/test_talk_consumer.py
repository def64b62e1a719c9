"""Conversations on the websocket of a tab."""

import time
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async

from brands.services import leave_brand, remove_member
from messaging.services import (
    edit_message,
    mark_read,
    open_contacts,
    open_conversation,
    post_line,
    post_message,
    set_manners,
)
from notifications.tests.test_consumers import opened

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("hang_up")]
say = sync_to_async(
    lambda talk, by, body: post_message(conversation_id=talk.pk, body=body, client_id=uuid4(), by=by)
)


@pytest.fixture
def talk(salma, application):
    """Amina, the owner of Atlas and its manager."""
    return open_conversation(kind="application", about=str(application.pk))


@pytest.fixture
def people(atlas, salma, atlas_brand, application, react):
    """The owner of Atlas and its manager, with what a whole team talks about."""
    react()
    return atlas, salma, atlas_brand, application


async def tabs(*people):
    return [(await opened(user))[0] for user in people]


async def watch(line, talk, since=0):
    await line.send_json_to({"kind": "watch", "conversation": str(talk.pk), "since": since})
    return await line.receive_json_from()


async def end(*lines):
    for line in lines:
        await line.disconnect()


async def test_everybody_of_a_conversation_hears_a_message_and_nobody_else(talk, amina, atlas, omar, rival):
    hers, theirs, his, others = await tabs(amina, atlas, omar, rival)
    await say(talk, amina, "Salam")
    for line in (hers, theirs):
        heard = await line.receive_json_from()
        assert (heard["kind"], heard["message"]["body"], heard["message"]["n"]) == ("message", "Salam", 1)
    for line in (his, others):
        assert await line.receive_nothing()
    await end(hers, theirs, his, others)


async def test_others_hear_contacts_covered(talk, amina, atlas):
    (line,) = await tabs(atlas)
    await say(talk, amina, "06 12 34 56 78")
    assert (await line.receive_json_from())["message"]["body"] == "•••"
    await end(line)


async def test_a_tab_that_comes_back_gets_what_it_missed(talk, amina, atlas):
    first = await say(talk, amina, "un")
    await say(talk, amina, "deux")
    await sync_to_async(edit_message)(message_id=first.pk, body="uno", by=amina)
    (line,) = await tabs(atlas)
    gap = await watch(line, talk, since=1)
    assert (gap["kind"], gap["upto"], gap["resync"]) == ("gap", 3, False)
    assert [(one["n"], one["body"]) for one in gap["messages"]] == [(2, "deux"), (3, "uno")]
    await end(line)


async def test_a_stranger_watches_nothing(talk, omar):
    (line,) = await tabs(omar)
    assert await watch(line, talk) == {"kind": "left", "conversations": [str(talk.pk)]}
    await line.send_json_to({"kind": "typing", "conversation": str(talk.pk)})
    assert await line.receive_nothing()
    await end(line)


async def test_others_see_that_somebody_types_at_most_every_three_seconds(talk, amina, atlas):
    hers, theirs = await tabs(amina, atlas)
    await watch(hers, talk)
    await watch(theirs, talk)
    for _again in range(3):
        await hers.send_json_to({"kind": "typing", "conversation": str(talk.pk)})
    heard = await theirs.receive_json_from()
    assert (heard["kind"], heard["name"]) == ("typing", "Amina")
    assert await theirs.receive_nothing()
    assert await hers.receive_nothing()
    await end(hers, theirs)


async def test_read_marks_are_seen(talk, amina, atlas):
    message = await say(talk, amina, "Salam")
    (line,) = await tabs(amina)
    await sync_to_async(mark_read)(message_id=message.pk, by=atlas)
    heard = await line.receive_json_from()
    assert (heard["kind"], heard["n"], heard["read"]["place"]) == ("read", 2, 1)
    await end(line)


async def test_a_step_is_said_in_the_reader_s_language(talk, application, amina, atlas):
    amina.language = "ar"
    hers, theirs = await tabs(amina, atlas)
    await sync_to_async(post_line)(
        kind="application",
        about=str(application.pk),
        event_id=7,
        label="campaigns.ApplicationShortlisted",
        data={"who": "Atlas"},
    )
    arabic, french = [(await line.receive_json_from())["message"]["words"] for line in (hers, theirs)]
    assert french == "Atlas a présélectionné la candidature."
    assert "Atlas" in arabic
    assert arabic != french
    await end(hers, theirs)


async def test_a_removed_member_hears_no_more(talk, salma, atlas, atlas_brand, amina):
    gone, stays = await tabs(salma, atlas)
    await watch(gone, talk)
    await sync_to_async(remove_member)(brand_id=atlas_brand.pk, user=salma, by=atlas)
    assert (await gone.receive_json_from())["kind"] == "left"
    await say(talk, amina, "Salam")
    assert (await stays.receive_json_from())["kind"] == "message"
    assert await gone.receive_nothing()
    await end(gone, stays)


def go(way, brand, who, owner):
    """Leave of one's own will, or be removed."""
    if way == "left":
        leave_brand(brand_id=brand.pk, by=who)
    else:
        remove_member(brand_id=brand.pk, user=who, by=owner)


async def next_message(line):
    """The next one that is said; notices of the team may stand before it."""
    while (heard := await line.receive_json_from())["kind"] != "message":
        pass
    return heard["message"]


async def everything(line):
    """Whatever still comes within a second."""
    heard = []
    while not await line.receive_nothing(timeout=1):
        heard.append(await line.receive_json_from())
    return heard


@pytest.mark.parametrize("way", ["left", "removed"])
@pytest.mark.parametrize("kind", ["team", "application"])
async def test_within_a_second_nothing_of_it_reaches_whoever_has_gone(way, kind, people, react):
    """Neither words, nor the line that says so, nor who is writing; and asking again brings nothing."""
    atlas, salma, brand, application = people
    about = str(brand.pk if kind == "team" else application.pk)
    talk = await sync_to_async(open_conversation)(kind=kind, about=about)
    gone, stays = await tabs(salma, atlas)
    await watch(gone, talk)
    await watch(stays, talk)
    began = time.monotonic()
    await sync_to_async(go)(way, brand, salma, atlas)
    left = await gone.receive_json_from()
    assert time.monotonic() - began < 1
    assert left["kind"] == "left"
    assert str(talk.pk) in left["conversations"]
    if kind == "team":
        await sync_to_async(react)()
        line = await next_message(stays)
        assert line["kind"] == "line"
        assert line["words"].startswith("Salma ")
    await say(talk, atlas, "Entre nous")
    assert (await next_message(stays))["body"] == "Entre nous"
    await stays.send_json_to({"kind": "typing", "conversation": str(talk.pk)})
    assert str(talk.pk) not in str(await everything(gone))
    assert await watch(gone, talk) == {"kind": "left", "conversations": [str(talk.pk)]}
    await end(gone, stays)


async def test_once_the_funds_are_secured_open_pages_read_again(talk, application, amina):
    (line,) = await tabs(amina)
    await sync_to_async(open_contacts)(kind="application", about=str(application.pk))
    again = {"kind": "again", "conversation": str(talk.pk), "upto": 0}
    assert await line.receive_json_from() == again
    await end(line)


async def test_presence_is_shown_only_between_those_who_show_theirs(talk, amina, atlas, salma):
    for user in (amina, atlas):
        await sync_to_async(set_manners)(shows_reads=True, shows_presence=True, by=user)
    hers, theirs, hidden = await tabs(amina, atlas, salma)
    await watch(hers, talk)
    await watch(hidden, talk)
    await watch(theirs, talk)
    assert (await hers.receive_json_from())["kind"] == "here"
    assert (await theirs.receive_json_from())["name"] == "Amina"
    assert await hidden.receive_nothing()
    await theirs.disconnect()
    assert (await hers.receive_json_from())["kind"] == "away"
    await end(hers, hidden)
