"""`citeshelf links`: the health of the list's links, as the last build found them or as they are now."""

import json
import sys
from argparse import Namespace

from rich.console import Console

from app.health.as_json import report_json
from app.health.markdown import markdown
from app.health.plain import plain
from app.health.report import Report, report_on
from app.health.terminal import show
from app.network import network_of
from app.settings import Settings
from index.folder import current
from index.manifest import Manifest
from index.reader import Index


def run(options: Namespace, settings: Settings) -> int:
    """Print the report; write a corrected list if asked to."""
    index = Index.load(current(settings.data))
    name, built = index.manifest.list_name, index.manifest.built
    report, stopped = report_on(index.links, name, built), False
    if options.check:
        report, stopped = _checked(index, settings)
    if report.entries:
        _print(report, index.manifest, options)
    if stopped:
        raise KeyboardInterrupt  # what was found by then is printed; the rest is said as for every command
    if options.fix:
        _fix(report, options)
    return 0


def _checked(index: Index, settings: Settings) -> tuple[Report, bool]:
    """Return a report on the pages as they are now, and whether the user stopped it."""
    from app.health.check import check

    found = check(index.links, network_of(settings))
    manifest = index.manifest
    report = report_on(found.rows, manifest.list_name, manifest.built, checked=True, total=len(index.links))
    return report, found.stopped


def _fix(report: Report, options: Namespace) -> None:
    from app.health.fix import fixed, list_of, said

    source = list_of(report, options.list)
    correction = fixed(report, source, options.fix)
    print(said(correction, source, options.fix), file=sys.stderr)


def _print(report: Report, manifest: Manifest, options: Namespace) -> None:
    if options.json:
        print(json.dumps(report_json(report, manifest), ensure_ascii=False))
    elif options.markdown:
        print(markdown(report))
    elif sys.stdout.isatty():
        show(report, Console())
    else:
        print(plain(report))
