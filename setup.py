"""Takes the documentation along into the installed program; all else stands in pyproject.toml."""

from pathlib import Path
from shutil import copytree, ignore_patterns

from setuptools import setup
from setuptools.command.build_py import build_py


class WithDocumentation(build_py):
    """Copies docs/ beside the program's modules, where `simulator.documentation` finds it."""

    def run(self) -> None:
        """Copy the modules, then the pages."""
        super().run()
        if not self.editable_mode:
            target = Path(self.build_lib) / "simulator" / "docs"
            copytree("docs", target, ignore=ignore_patterns("*.py", "pictures", "__pycache__"), dirs_exist_ok=True)


setup(cmdclass={"build_py": WithDocumentation})
