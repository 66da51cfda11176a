#!/usr/bin/env python3
"""Looks at the reading room in a real browser: no errors, an accessible page, marks where the record says, filters that narrow.

pip install playwright; a browser: Debian's chromium, or `playwright install chromium`. axe-core: `npm install axe-core`, AXE=path/to/axe.min.js.
python3 tests/browser/check.py http://127.0.0.1:8080 [--shots FOLDER]
"""
import json, os, shutil, sys, urllib.request

try:
    from playwright.sync_api import sync_playwright
except ImportError:
    sys.exit("skipped: playwright is not installed (pip install playwright)")

base = sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://127.0.0.1:8080"
shots = sys.argv[sys.argv.index("--shots") + 1] if "--shots" in sys.argv else None
axe = os.environ.get("AXE")
pages = {
    "overview": "/", "events": "/events", "narrowed": "/events?quad=4", "dyads": "/dyads", "happenings": "/happenings", "map": "/map", "reports": "/reports",
    "report": "/reports/sample-balkans", "lit": "/reports/sample-nairobi?event=V1", "why": "/reports/sample-balkans/why", "actor": "/actors/SRB",
    "dyad": "/dyads/SRB/HRV", "search": "/search?q=diplomats", "try": "/try", "missing": "/nothing",
}
faults = []

with sync_playwright() as play:
    found = next((path for path in map(shutil.which, ["chromium", "chromium-browser", "google-chrome"]) if path), None)
    try:
        browser = play.chromium.launch(executable_path=found, args=["--no-sandbox"])
    except Exception as error:
        print(f"skipped: no browser ({str(error).splitlines()[0]})")
        sys.exit(0)
    for scheme, width in [("light", 1280), ("dark", 1280), ("light", 390)]:
        # Only the examiner may bring a script of his own; the page's policy is tested with it on first.
        context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=bool(axe))
        page = context.new_page()
        said = []
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        for name, path in pages.items():
            said.clear()
            page.goto(base + path)
            errors = [text for text in said if not (name == "missing" and "404" in text)]
            faults += [f"{name} {scheme} {width}: {text}" for text in errors]
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide > 0:
                faults.append(f"{name} {scheme} {width}: the page is {wide} pixels too wide")
            if axe:
                page.add_script_tag(path=axe)
                result = page.evaluate("axe.run()")
                for one in result["violations"]:
                    if one["impact"] in ("serious", "critical"):
                        faults.append(f"{name} {scheme} {width}: {one['id']}: {one['nodes'][0]['html'][:140]}")
            if shots:
                page.screenshot(path=f"{shots}/{name}-{scheme}-{width}.png", full_page=False)
        context.close()

    context = browser.new_context()
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    # What is lit up is what the record says.
    record = json.load(urllib.request.urlopen(base + "/api/v1/reports/sample-balkans"))
    for event in record["events"]:
        page.goto(f"{base}/reports/sample-balkans?event={event['id']}")
        text = page.locator("div.text").evaluate("node => node.textContent")
        first, end = event["trigger"]
        lit = "".join(page.locator("mark.trigger").nth(at).inner_text() for at in range(1, page.locator("mark.trigger").count()))
        if list(text)[first:end] != list(lit):
            faults.append(f"{event['id']}: {lit!r} is lit up, the record says {''.join(list(text)[first:end])!r}")
    # A filter narrows the chart.
    page.goto(base + "/events")
    before = page.locator("svg.chart rect").count()
    page.select_option("#f-quad", "4")
    page.click("form.filter[action='/events'] button")
    after = page.locator("svg.chart rect").count()
    if not 0 < after < before:
        faults.append(f"the filter left {after} of {before} bars")
    # A text that is pasted is read, and a card lights up its words.
    page.goto(base + "/try")
    page.click("form.try button")
    if page.locator("mark.trigger").count() < 3:
        faults.append("try it shows no events")
    page.locator("[data-event]").first.hover()
    if page.locator("mark.now").count() == 0:
        faults.append("a card under the pointer lights up nothing")
    if shots:
        page.screenshot(path=f"{shots}/tried.png")
    # The keyboard reaches the contents first.
    page.goto(base + "/")
    page.keyboard.press("Tab")
    if page.evaluate("document.activeElement.className") != "skip":
        faults.append("the first stop of the keyboard is not the way to the contents")
    faults += [f"flow: {text}" for text in said]
    browser.close()

print("\n".join(faults) or f"{len(pages)} pages in 3 views: no fault" + ("" if axe else " (without axe-core)"))
sys.exit(bool(faults))
