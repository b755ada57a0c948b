"""The talking: updates become verbs of the desk, outcomes become messages; the only package that imports aiogram."""
