"""What serving installs may stand beside Apache-2.0 without a second thought."""

import re
from importlib.metadata import PackageNotFoundError, metadata

PERMISSIVE = re.compile(r"\b(MIT|BSD|Apache|ISC|PSF|0BSD|Zlib|CC0)\b")
BINDING = re.compile(r"\b[AL]?GPL")


def licence_of(package):
    """Return a licence as its package declares it: the expression, else classifiers, else the first line."""
    about = metadata(package)
    declared = about.get("License-Expression") or " ".join(
        line for line in about.get_all("Classifier") or [] if line.startswith("License")
    )
    return declared or (about.get("License") or "").split("\n")[0]


def test_every_package_that_serving_needs_is_permissive(top):
    lines = (top / "requirements.lock").read_text().splitlines()
    packages = {line.split("==")[0] for line in lines if re.match(r"[a-z]", line)}
    seen = 0
    for package in packages:
        try:
            licence = licence_of(package)
        except PackageNotFoundError:
            continue  # locked for another system
        seen += 1
        assert PERMISSIVE.search(licence), f"{package}: {licence}"
        assert not BINDING.search(licence), f"{package}: {licence}"
    assert seen > 20


def test_the_check_itself_sees_a_licence_that_binds():
    assert BINDING.search(licence_of("psycopg"))
