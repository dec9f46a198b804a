"""How functions behind HTTP routes answer: who calls, what a body says, and errors as problem details."""
