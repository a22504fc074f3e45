"""The client of the executor: what is sent, what is accepted, and which error each failure becomes."""
