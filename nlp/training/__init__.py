"""Everything that trains the reader's model; `nlp.train` calls it, and nothing of the bot imports it."""
