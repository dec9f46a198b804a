"""What holds for every test: no account, and no machine but this one, unless ENDPOINT names another."""

import os
import sys

from tests.this_machine_only import refuse_other_machines

pytest_plugins = ["tests.permissions.plugin"]

if "ENDPOINT" not in os.environ:
    sys.addaudithook(refuse_other_machines)
