"""A short made-up intake for the scripted bot: enough of a conversation to look at the page in every state."""

from tests.webchat.scripted import PNG, ScriptedBot, Update, keys

WELCOME = "Welcome. Which language shall we use?\n\nBienvenido. ¿En qué idioma hablamos?"
NOTICE = (
    "Before you begin\n\nNobody watches this chat live. In danger, call 911; in a crisis, call or text 988.\n\n"
    "What you write is stored encrypted and read by the staff of this office. You may refuse any question."
    " The full text is at https://example.org/privacy."
)


async def start(bot: ScriptedBot, chat: int, _update: Update) -> None:
    rows = [[("English", "en"), ("Español", "es")], [("Another language · I need help", "other")]]
    await bot.call("sendMessage", chat_id=chat, text=WELCOME, reply_markup=keys(*rows))


async def language(bot: ScriptedBot, chat: int, update: Update) -> None:
    query = update["callback_query"]
    message_id = query["message"]["message_id"]
    await bot.call("answerCallbackQuery", callback_query_id=query["id"])
    await bot.call("editMessageText", chat_id=chat, message_id=message_id, text=f"{WELCOME}\n\nEnglish")
    marks = [
        {"type": "bold", "offset": 0, "length": 16},
        {"type": "url", "offset": NOTICE.index("https"), "length": len("https://example.org/privacy")},
    ]
    rows = [[("I have read this", "read")], [("Read the full text", "full")]]
    await bot.call("sendMessage", chat_id=chat, text=NOTICE, entities=marks, reply_markup=keys(*rows))


async def read(bot: ScriptedBot, chat: int, update: Update) -> None:
    await bot.call("answerCallbackQuery", callback_query_id=update["callback_query"]["id"], text="Thank you.")
    text = "Tell us what happened, in your own words. Several messages, photos, video or papers are fine."
    await bot.call("sendMessage", chat_id=chat, text=text, reply_markup=keys([("Done", "done")]))


async def done(bot: ScriptedBot, chat: int, update: Update) -> None:
    await bot.call("answerCallbackQuery", callback_query_id=update["callback_query"]["id"])
    markup = keys([("Yes", "yes"), ("No", "no"), ("Skip", "skip")], [("Send now", "send")])
    markup["inline_keyboard"][1][0]["style"] = "primary"
    await bot.call("sendMessage", chat_id=chat, text="Was anybody hurt?", reply_markup=markup)
    markup = keys([("Send it", "file"), ("Erase it", "erase")])
    markup["inline_keyboard"][0][1]["style"] = "danger"


async def typing(bot: ScriptedBot, chat: int, _update: Update) -> None:
    await bot.call("sendChatAction", chat_id=chat, action="typing")


async def receipt(bot: ScriptedBot, chat: int, _update: Update) -> None:
    await bot.upload("sendPhoto", "photo/scene.png", PNG, chat_id=chat, caption="The picture that you sent us.")
    await bot.upload(
        "sendDocument", "document/receipt OPCR-2026-00123-7.pdf", b"%PDF-1.7\n" + b"x" * 48_000, chat_id=chat
    )
    await bot.call(
        "sendMessage", chat_id=chat, text="Your complaint number is OPCR-2026-00123-7.", protect_content=True
    )


def script(bot: ScriptedBot) -> ScriptedBot:
    """Teach the bot its words."""
    bot.on.update({"/start": start, "en": language, "read": read, "done": done, "typing": typing, "receipt": receipt})
    return bot
