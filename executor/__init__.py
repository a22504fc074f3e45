"""The executor: runs and grades untrusted Python in a WebAssembly sandbox. It stores no data and holds no secrets."""
