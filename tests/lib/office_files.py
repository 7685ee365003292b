"""Small files of each kind, with words in the places where markings stand."""

import io
import zipfile

import pikepdf
from weasyprint import HTML

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/">{}</cp:coreProperties>'
)
ODF = (
    '<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0">{}</office:document>'
)


def zipped(**parts):
    """`word__document="<xml/>"` becomes the part word/document.xml."""
    return zipped_parts({f"{name.replace('__', '/')}.xml": text for name, text in parts.items()})


def zipped_parts(parts):
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return package.getvalue()


def pdf(body="<p>A plain page</p>", **metadata):
    made = HTML(string=f"<html><body>{body}</body></html>").write_pdf()
    with pikepdf.open(io.BytesIO(made)) as document:
        for name, words in metadata.items():
            document.docinfo[f"/{name}"] = words
        return saved(document)


def saved(document, **how):
    written = io.BytesIO()
    document.save(written, **how)
    return written.getvalue()
