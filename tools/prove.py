"""Run the claims at full size, and every walk in the browser; tables go to docs/proofs with the command.

python tools/prove.py [what pytest takes: a folder, -k words]
"""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent


def main() -> None:
    words = sys.argv[1:] or ["tests"]
    command = [sys.executable, "-m", "pytest", "-m", "prove or browser", "-q", *words]
    shown = "make prove" if not sys.argv[1:] else f"python tools/prove.py {' '.join(words)}"
    environment = {
        **os.environ,
        "BACKRUB_PROOFS": str(TOP / "docs" / "proofs"),
        "BACKRUB_PROOF_COMMAND": shown,
        "BACKRUB_PROOF_DATE": datetime.now(UTC).date().isoformat(),
    }
    status = subprocess.run(command, cwd=TOP, env=environment).returncode
    # 5: no claim has that marker (yet), which is for the reader to see, not a failed claim.
    sys.exit(0 if status == 5 else status)


if __name__ == "__main__":
    main()
