"""Run the Dockerfile's steps in order in scratch roots, unprivileged, and try what they build.

Run by `make container`, for machines without a container engine. Each stage gets a root
folder of its own in which the host's system folders stand read-only in place of the base
image; every RUN, the CMD and the HEALTHCHECK run there under `chroot`, as the unprivileged
user that the Dockerfile names, without any capability. The last root is made read-only
before the service is started, as `docker run --read-only --tmpfs /tmp` would.
"""

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
USER = 10001
SYSTEM = ("usr", "bin", "sbin", "lib", "lib32", "lib64", "etc", "opt")
BASE = Path(sys.base_prefix)


@dataclass
class Stage:
    """One stage of the build: its root folder and what its instructions have set."""

    root: Path
    workdir: str = "/"
    env: dict[str, str] = field(default_factory=dict)
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)


def main() -> None:
    """Build every stage, serve from the last one and ask it, in namespaces of our own.

    The mounts are made inside and vanish with them, so the folder that is removed
    afterwards never has the host's own folders in it.
    """
    if len(sys.argv) == 2:
        stage = build(Path(sys.argv[1]))
        print(f"container: built as user {USER}, served read-only, answered `{serve_and_ask(stage)}`")
        return
    if os.geteuid():
        sys.exit("container: making mounts needs root: run `sudo make container`")
    with tempfile.TemporaryDirectory(prefix="duress-container-") as scratch:
        inside = ["unshare", "--mount", "--pid", "--fork", "--kill-child", sys.executable, __file__, scratch]
        code = subprocess.run(inside, check=False).returncode
    sys.exit(code)


def build(scratch: Path) -> Stage:
    """Carry out the instructions one by one; return the last stage."""
    stages: dict[str, Stage] = {}
    stage = Stage(scratch)
    for keyword, rest in instructions(ROOT / "Dockerfile"):
        if keyword == "FROM":
            name = rest.split()[-1] if " AS " in rest else f"stage-{len(stages)}"
            stage = stages[name] = Stage(make_root(scratch / name))
        else:
            print(f"  {keyword} {rest[:90]}", flush=True)
            carry_out(stage, stages, keyword, rest)
    return stage


def instructions(dockerfile: Path) -> list[tuple[str, str]]:
    """Return (keyword, rest) of each instruction."""
    text = re.sub(r"^\s*#.*\n", "", dockerfile.read_text(), flags=re.MULTILINE).replace("\\\n", " ")
    return [(line.split(None, 1)[0], line.split(None, 1)[1]) for line in text.splitlines() if line.strip()]


def carry_out(stage: Stage, stages: dict[str, Stage], keyword: str, rest: str) -> None:
    """Do what one instruction says."""
    match keyword:
        case "WORKDIR":
            stage.workdir = rest
            make_folder(stage.root / rest.lstrip("/"))
        case "RUN":
            run_in(stage, ["/bin/sh", "-c", rest])
        case "COPY":
            copy(stage, stages, shlex.split(rest))
        case "ENV":
            stage.env |= dict(pair.split("=", 1) for pair in shlex.split(rest))
        case "CMD":
            stage.command = json.loads(rest)
        case "HEALTHCHECK":
            stage.health = json.loads(rest.split(" CMD ", 1)[1])
        case "USER":
            if rest != f"{USER}:{USER}":
                sys.exit(f"container: unexpected user: {rest}")
        case "EXPOSE":
            pass
        case _:
            sys.exit(f"container: an instruction that this script does not know: {keyword}")


def make_root(root: Path) -> Path:
    """Return a root folder with the host's system folders in it, read-only."""
    for name in SYSTEM:
        source = Path("/") / name
        if source.is_symlink():
            root.mkdir(parents=True, exist_ok=True)
            (root / name).symlink_to(source.readlink())
        elif source.is_dir():
            bind(source, root / name)
    if not any(BASE.is_relative_to(f"/{name}") for name in SYSTEM):
        bind(BASE, root / BASE.relative_to("/"))
    for device in ("null", "urandom", "random"):
        make_folder(root / "dev")
        (root / "dev" / device).touch()
        mount("--bind", f"/dev/{device}", root / "dev" / device)
    for name in ("tmp", "srv", "build"):
        make_folder(root / name)
    make_folder(root / "proc")
    mount("-t", "proc", "proc", root / "proc")
    return root


def copy(stage: Stage, stages: dict[str, Stage], words: list[str]) -> None:
    """Copy from the working tree, or from an earlier stage, as the user's own."""
    base = stages[words.pop(0).removeprefix("--from=")].root if words[0].startswith("--from=") else ROOT
    *sources, target = words
    for source in sources:
        origin = base / source.lstrip("/")
        place = (
            stage.root
            / (stage.workdir if not target.startswith("/") else "/").lstrip("/")
            / target.lstrip("/")
        )
        place = place / origin.name if target.endswith("/") else place
        make_folder(place.parent)
        if origin.is_dir():
            shutil.copytree(origin, place, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(origin, place)
        own(place)


def run_in(stage: Stage, command: list[str]) -> None:
    """Run a command in a stage to its end; stop the build when it fails."""
    done = subprocess.run(inside(stage, command), env=environment(stage), check=False)
    if done.returncode:
        sys.exit(f"container: failed with {done.returncode}: {shlex.join(command)}")


def inside(stage: Stage, command: list[str]) -> list[str]:
    """Return the command as the unprivileged user sees it, below the stage's root."""
    drop = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups", "--no-new-privs"]
    drop += ["--bounding-set=-all", "--inh-caps=-all"]
    change = f"cd {shlex.quote(stage.workdir)} && exec {shlex.join([*drop, *command])}"
    return [
        shutil.which("chroot", path="/usr/sbin:/usr/bin:/sbin:/bin") or "chroot",
        str(stage.root),
        "/bin/sh",
        "-c",
        change,
    ]


def environment(stage: Stage) -> dict[str, str]:
    """Return the stage's variables, and the host's on where packages come from."""
    kept = {
        k: v for k, v in os.environ.items() if k.startswith(("PIP_", "SSL_")) or k.lower().endswith("_proxy")
    }
    path = f"{BASE}/bin:/usr/local/bin:/usr/bin:/bin"
    return {"PATH": path, "HOME": "/tmp", "LANG": "C.UTF-8"} | kept | stage.env  # noqa: S108


def serve_and_ask(stage: Stage) -> str:
    """Serve from a root that can no longer be written; return the decision on one text."""
    mount("--rbind", stage.root, stage.root)
    mount("-o", "remount,bind,ro", stage.root)
    mount("-t", "tmpfs", "tmpfs", stage.root / "tmp")
    port = free_port()
    command = [str(port) if part == "8000" else part for part in stage.command]
    command = ["127.0.0.1" if part == "0.0.0.0" else part for part in command]  # noqa: S104
    server = subprocess.Popen(inside(stage, command), env=environment(stage))
    try:
        wait_until_ready(server, port)
        health = [part.replace(":8000/", f":{port}/") for part in stage.health]
        run_in(stage, health)
        check_nothing_writable(stage)
        return ask(port)
    finally:
        server.terminate()
        server.wait(30)


def check_nothing_writable(stage: Stage) -> None:
    """Fail when the user can write anywhere but to /tmp, or is root."""
    probe = ["test $(id -u) -ne 0", "! touch /srv/x", "! touch /srv/empty/x", "touch /tmp/x"]
    run_in(stage, ["/bin/sh", "-c", " && ".join(f"{step} 2>/dev/null" for step in probe)])


def wait_until_ready(server: subprocess.Popen[bytes], port: int) -> None:
    """Wait for the service to say that it is ready."""
    for _ in range(300):
        if server.poll() is not None:
            sys.exit(f"container: the service ended with {server.returncode}")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("container: the service is not ready after 30 s")


def ask(port: int) -> str:
    """Return the decision that the service gives on one text."""
    body = json.dumps({"text": "They beat him in the cell until he signed the army contract."}).encode()
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/v1/classify", body, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310
        return str(json.load(response)["decision"])


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def bind(source: Path, target: Path) -> None:
    """Show a folder of the host at another place, read-only."""
    target.mkdir(parents=True, exist_ok=True)
    mount("--rbind", source, target)
    mount("-o", "remount,bind,ro", target)


def mount(*arguments: object) -> None:
    """Mount as the arguments of the system's own command say."""
    subprocess.run(["mount", *map(str, arguments)], check=True)  # noqa: S607


def make_folder(path: Path) -> None:
    """Make a folder that belongs to the unprivileged user."""
    if not path.exists():
        make_folder(path.parent)
        path.mkdir()
        own(path)


def own(path: Path) -> None:
    """Give a file or tree to the unprivileged user."""
    for item in (path, *(path.rglob("*") if path.is_dir() and not path.is_symlink() else ())):
        os.chown(item, USER, USER, follow_symlinks=False)


if __name__ == "__main__":
    main()
