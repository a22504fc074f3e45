"""The executor: runs and grades untrusted Python in a WebAssembly sandbox. It holds no data and knows no secrets."""
