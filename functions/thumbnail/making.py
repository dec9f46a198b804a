"""Making thumbnails: from a job's upload to its stored results, one size after the other.

One rendition at a time is in memory, and the result names what was stored.
"""

from functions.thumbnail.contract import Thumbnail
from functions.thumbnail.formats import KEPT_AS, WRITTEN
from functions.thumbnail.objects import JobObjects
from functions.thumbnail.picture import read_picture
from functions.thumbnail.rendition import render
from functions.thumbnail.result import StoredThumbnail, Thumbnails


def make_thumbnails(objects: JobObjects, wanted: Thumbnail) -> Thumbnails:
    """Make and store a thumbnail for each size; done again, it overwrites with the same.

    Args:
        objects: where the upload is read and the thumbnails go.
        wanted: the payload of the job.

    Raises:
        PermanentError: one of `errors`, if no thumbnail can be made of this upload.
    """
    boxes = [(size.width, size.height) for size in wanted.sizes]
    picture = read_picture(objects.read_upload(wanted.image), boxes)
    written_as = KEPT_AS[picture.format] if wanted.format == "source" else WRITTEN[wanted.format]
    stored = []
    for box in boxes:
        rendition = render(picture, box, written_as, wanted.quality)
        name = f"{box[0]}x{box[1]}.{written_as.extension}"
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
