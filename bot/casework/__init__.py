"""The rules of a complaint as pure functions over plain values: no clock, no files, no database, no waiting."""
