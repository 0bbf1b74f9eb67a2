"""Pictures of courses as phones get them: WebP in two widths, never enlarged, without what a camera wrote into them."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from tot.courses.reader.figures import FORMATS, MOST_PIXELS

SMALL, LARGE = 480, 960  # pixels across: a phone, and the column of text on a screen with fine dots
QUALITY = 80


@dataclass(frozen=True, slots=True)
class Shrunk:
    """`large` is empty where the picture is no wider than the small one. Width and height are the author's."""

    width: int
    height: int
    small: bytes
    large: bytes


class NoPicture(ValueError):
    """The content cannot be used as a picture."""


def shrink(content: bytes) -> Shrunk:
    """Decodes and encodes anew, so nothing of the file survives but what can be seen. Raises NoPicture."""
    from PIL import Image, ImageOps

    try:
        with Image.open(BytesIO(content), formats=sorted(set(FORMATS.values()))) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise NoPicture(f"{opened.width} × {opened.height} pixels")
            image = ImageOps.exif_transpose(opened)
            image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    except NoPicture:
        raise
    except Exception as refusal:  # a damaged file can make the decoder raise anything
        raise NoPicture(str(refusal)) from refusal

    def encoded(width: int) -> bytes:
        out = BytesIO()
        size = (width, max(1, round(image.height * width / image.width)))
        sized = image if width == image.width else image.resize(size, Image.Resampling.LANCZOS)
        sized.save(out, "WEBP", quality=QUALITY, method=4)
        return out.getvalue()

    return Shrunk(
        width=image.width,
        height=image.height,
        small=encoded(min(SMALL, image.width)),
        large=encoded(min(LARGE, image.width)) if image.width > SMALL else b"",
    )
