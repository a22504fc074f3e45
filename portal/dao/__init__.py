"""All SQL, one table a module. A DAO takes a Database first, returns models, never commits."""
