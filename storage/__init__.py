"""What Redress remembers: sealed rows and files that know nothing of the bot that writes them."""
