"""The running program loads none of the libraries that make documents: they cost 100 MB and seconds."""

import subprocess
import sys

HEAVY = ("docx", "docxtpl", "openpyxl", "matplotlib", "numpy", "PIL", "lxml")
PROGRAM = "bot.__main__, bot.program, bot.printing"


def test_the_running_program_loads_no_library_that_makes_documents() -> None:
    asked = f"import {PROGRAM}, sys; print([name for name in {HEAVY} if name in sys.modules])"

    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert loaded.stdout.strip() == "[]"
