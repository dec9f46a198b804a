"""What holds for every test: no account, and no machine but this one."""

import sys

from tests.this_machine_only import refuse_other_machines

sys.addaudithook(refuse_other_machines)
