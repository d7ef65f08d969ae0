"""Unit files out of what a module sets, as NixOS makes them."""

from .store import write

# What NixOS gives every service.
DEFAULT_PATH = ["coreutils", "findutils", "gnugrep", "gnused", "systemd"]

UNIT_KEYS = {
    "description": "Description",
    "requires": "Requires",
    "wants": "Wants",
    "after": "After",
    "before": "Before",
    "conflicts": "Conflicts",
    "bindsTo": "BindsTo",
    "partOf": "PartOf",
    "onSuccess": "OnSuccess",
    "startLimitBurst": "StartLimitBurst",
    "startLimitIntervalSec": "StartLimitIntervalSec",
}
SCRIPTS = {
    "preStart": "ExecStartPre",
    "script": "ExecStart",
    "postStart": "ExecStartPost",
    "preStop": "ExecStop",
    "reload": "ExecReload",
    "postStop": "ExecStopPost",
}
# These are not systemd's; NixOS's switch-to-configuration reads them.
NIXOS_KEYS = {"enableDefaultPath", "reloadIfChanged", "restartIfChanged", "restartTriggers", "stopIfChanged",
              "startAt", "wantedBy", "path", "environment"}
LISTS = {"After", "Before", "Conflicts", "Requires", "Wants", "BindsTo", "PartOf", "OnSuccess", "RequiresMountsFor"}


def value_text(value):
    return str(value).lower() if isinstance(value, bool) else str(value)


def section(name, settings):
    lines = [f"[{name}]"]
    for key, value in sorted(settings.items()):
        if key in LISTS:
            value = " ".join(value) if isinstance(value, list) else value
        for each in value if isinstance(value, list) else [value]:
            lines.append(f"{key}={value_text(each)}")
    return "\n".join(lines) + "\n"


class Units:
    """Writes units below a directory that becomes /etc/systemd/system."""

    def __init__(self, directory, store):
        self.directory = directory
        self.store = store

    def service(self, name, settings):
        known = UNIT_KEYS.keys() | SCRIPTS.keys() | NIXOS_KEYS | {"serviceConfig", "unitConfig"}
        if unknown := settings.keys() - known:
            raise ValueError(f"{name}: the suite does not know {sorted(unknown)}")
        service = dict(settings.get("serviceConfig", {}))
        default = DEFAULT_PATH if settings.get("enableDefaultPath", True) else []
        packages = [
            each if each.startswith("/") else self.store.package(each)
            for each in [*settings.get("path", []), *default]
        ]
        # systemd's own default has nothing in it on NixOS.
        path = ":".join(f"{each}/bin" for each in packages) or "/var/empty"
        service["Environment"] = [f"PATH={path}"]
        for key, directive in SCRIPTS.items():
            if settings.get(key):
                script = self.directory.parent / "scripts" / f"{name}-{key}"
                write(script, f"#!/bin/bash\nset -e\n{settings[key]}\n", 0o755)
                service[directive] = f"/etc/systemd/scripts/{script.name}"
        self._write(f"{name}.service", settings, section("Service", service))
        if "startAt" in settings:
            self._write(f"{name}.timer", {"wantedBy": ["timers.target"]},
                        section("Timer", {"OnCalendar": settings["startAt"]}))

    def socket(self, name, settings):
        keys = {**settings.get("socketConfig", {}), "ListenStream": settings["listenStreams"]}
        self._write(f"{name}.socket", settings, section("Socket", keys))

    def _write(self, unit, settings, body):
        head = dict(settings.get("unitConfig", {}))
        head.update({UNIT_KEYS[key]: settings[key] for key in settings.keys() & UNIT_KEYS.keys()})
        write(self.directory / unit, section("Unit", head) + "\n" + body)
        for target in settings.get("wantedBy", []):
            link = self.directory / f"{target}.wants" / unit
            link.parent.mkdir(exist_ok=True)
            if not link.is_symlink():
                link.symlink_to(f"../{unit}")
