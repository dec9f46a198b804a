"""The worker of job type `thumbnail`: fetches the upload, makes each size, stores it."""

import os

from functions.offload.aws import client
from functions.offload.job import Job
from functions.offload.worker import worker
from functions.thumbnail.contract import Thumbnail
from functions.thumbnail.formats import KEPT_AS, WRITTEN
from functions.thumbnail.objects import JobObjects
from functions.thumbnail.picture import read_picture
from functions.thumbnail.rendition import render
from functions.thumbnail.result import StoredThumbnail, Thumbnails


def make_thumbnails(job: Job, wanted: Thumbnail) -> Thumbnails:
    """Make and store a thumbnail for each size, one after the other, so that one at a time is in memory."""
    objects = JobObjects(client("s3"), os.environ["PAYLOAD_BUCKET"], job.ref)
    boxes = [(size.width, size.height) for size in wanted.sizes]
    picture = read_picture(objects.read_upload(wanted.image), boxes)
    written_as = WRITTEN.get(wanted.format, KEPT_AS[picture.format])
    stored = []
    for width, height in boxes:
        rendition = render(picture, (width, height), written_as, wanted.quality)
        name = f"{width}x{height}.{written_as.extension}"
        stored.append(
            StoredThumbnail(
                key=objects.write_result(name, rendition.file, written_as.media_type),
                width=rendition.extent[0],
                height=rendition.extent[1],
                bytes=len(rendition.file),
                media_type=written_as.media_type,
            )
        )
    return Thumbnails(thumbnails=stored)


handle = worker(Thumbnail, make_thumbnails)
