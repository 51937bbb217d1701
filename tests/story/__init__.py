"""The mission, sentence by sentence, shown in a browser: `python -m tests.story` (or `bin/story`).

`stage.py` is who sits before which browser, `acts/` holds one act a sentence; `__main__.py` shows them in order,
prints which sentence is true and leaves a picture of each in `tests/pictures/`.
"""
