"""A door for people without Telegram: the Bot API towards our own bot, a chat page towards a browser."""
