"""The site in a reader's browser: what it asks for, shows, and does with keys, paper and themes.

`chromium` starts the browser and a server, `fixtures` hands both to the tests, and `site` lists
what was built; `visit` opens a page, listens, and leaves one of things alike; `checks`, `contents`,
`figures`, `keyboard`, `questions`, `search`, `spoken` and `theme` each hold functions of a page
that return the problems found, as sentences. The site's pages must have none (test_browser.py,
test_accessibility.py); pages made with a defect must have that one (test_browser_checks.py).
"""
