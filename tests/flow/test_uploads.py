"""Links: each allows one thing with one object for a while, and nobody uses what another owner uploaded."""

import httpx

from local.stack import LocalStack
from local.users import ALICE
from tests.flow.account import Account
from tests.flow.callers import Caller, Upload
from tests.flow.thumbnails import PHOTO, submit_photo, thumbnails_of, wanted

#: How long a link holds, in seconds: `link_seconds` of the stage.
LINK_SECONDS = 900


def put(
    caller: Caller, room: Upload, *, url: str | None = None, media_type: str = "image/png"
) -> httpx.Response:
    """Send a photo as the room's link asks for it, but for what is changed."""
    return caller.anybody.put(url or room.url, content=PHOTO, headers={"Content-Type": media_type})


def test_an_upload_has_a_key_of_its_owner_s_and_a_link_that_holds_a_while(caller: Caller) -> None:
    first, second = caller.room("photo.png"), caller.room("photo.png")

    assert first.key.startswith(f"uploads/{ALICE.user_id}/")
    assert first.key.endswith("/photo.png")
    assert first.key != second.key
    assert (first.headers, first.expires_in) == ({"Content-Type": "image/png"}, LINK_SECONDS)


def test_the_media_type_need_not_be_known(caller: Caller) -> None:
    answer = caller.http.post("/uploads", json={"name": "photo"})

    assert answer.json()["headers"] == {"Content-Type": "application/octet-stream"}


def test_a_link_for_an_upload_expires(caller: Caller, stack: LocalStack) -> None:
    room = caller.room()
    stack.clock.advance(seconds=LINK_SECONDS - 1)
    assert put(caller, room).status_code == 200

    stack.clock.advance(seconds=2)

    refused = put(caller, room)
    assert (refused.status_code, "Request has expired" in refused.text) == (403, True)


def test_a_link_for_an_upload_allows_that_upload_and_nothing_else(caller: Caller, account: Account) -> None:
    room, other = caller.room(), caller.room()

    assert put(caller, room, media_type="text/html").status_code == 403
    assert put(caller, room, url=room.url.replace(room.key, other.key)).status_code == 403
    assert put(caller, room, url=room.url.replace("uploads/", "results/", 1)).status_code == 403
    assert put(caller, room, url=room.url.replace("=900", "=9000")).status_code == 403
    assert put(caller, room, url=room.url.partition("?")[0]).status_code == 403
    assert account.objects("") == []

    assert put(caller, room).status_code == 200
    assert account.objects("") == [room.key]
    assert caller.anybody.get(room.url).status_code == 403
    assert caller.anybody.delete(room.url).status_code == 403


def test_links_in_results_expire_and_a_new_look_gives_new_ones(caller: Caller, stack: LocalStack) -> None:
    job = submit_photo(caller)
    (old, _) = thumbnails_of(caller.follow(job))
    assert caller.anybody.get(old.href).status_code == 200

    stack.clock.advance(seconds=LINK_SECONDS + 1)

    (new, _) = thumbnails_of(caller.look(job))
    assert (caller.anybody.get(old.href).status_code, new.key) == (403, old.key)
    assert caller.anybody.get(new.href).status_code == 200
    (listed,) = caller.page().jobs
    assert caller.anybody.get(thumbnails_of(listed)[0].href).status_code == 200


def test_a_link_in_a_result_allows_to_read_that_object_and_nothing_else(caller: Caller) -> None:
    first, second = thumbnails_of(caller.follow(submit_photo(caller)))

    assert caller.anybody.get(first.href.replace(first.key, second.key)).status_code == 403
    assert caller.anybody.put(first.href, content=b"other").status_code == 403
    assert caller.anybody.delete(first.href).status_code == 403


def test_nobody_uses_another_owner_s_upload(
    caller: Caller, stranger: Caller, stack: LocalStack, account: Account
) -> None:
    """Invariant 7; invariant 5 has its exception here, as for any payload that cannot do."""
    calls = stack.faults.record("thumbnail")

    job = stranger.follow(stranger.submit("thumbnail", wanted(caller.upload(PHOTO))))

    assert (job.status, job.attempt, job.failure) == ("FAILED", 1, "UploadNotYours")
    assert "s3" not in {call.service for call in calls}
    assert account.depth("thumbnail-dlq") == 0
