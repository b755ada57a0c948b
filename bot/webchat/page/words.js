// What the page itself says, in both languages. What the bot says comes from the bot.
const EN = {
  skip: "Skip to the message box", staff: "Staff", language: "Language", leave: "Leave now",
  conversation: "Conversation", newest: "New message", cancel: "Cancel", menu: "Menu", send: "Send",
  intro: "To hide this page at once, press Leave now, or the Esc key twice. That erases nothing. For a link to come back with, send /pause first.",
  introTouch: "To hide this page at once, press Leave now. That erases nothing. For a link to come back with, send /pause first.",
  introStaff: "What opens here is deleted again after a while. Press Leave now, or Esc twice, to close this page at once.",
  attach: "Add photos, video or papers", chosen: "Chosen files", draft: "Your message",
  placeholder: "Write here", hintKeys: "Enter sends · Shift + Enter starts a new line",
  hintSplit: "That is a long text. It will be sent as {n} messages, in order.",
  editing: "You are changing a message.", edit: "Change", editThis: "Change this message: {text}",
  bot: "Assistant", you: "You", edited: "changed", sending: "Sending", unsent: "Not sent yet",
  answers: "Answers to choose from", remove: "Remove {name}", removeShort: "Remove",
  offline: "There is no connection right now. What you wrote is kept here and goes out by itself as soon as it works.",
  tapLost: "Your tap on “{button}” may not have arrived. If nothing new comes, tap it again.",
  retry: "Try now", slow: "Many messages at once: the next one goes out in a moment.",
  tooLarge: "{name} is larger than 50 MB and cannot be sent here. You can bring or mail it to the office.",
  emptyFile: "{name} is empty.", refused: "This could not be sent.", back: "Put the text back into the box",
  progress: "Sending {name}", download: "Download", image: "Picture: {name}", protected: "Not to be passed on",
  hiddenTitle: "Are you still there?",
  hiddenText: "Nobody has used this page for a while, so the conversation is hidden. Continue only if it is yours.",
  resume: "Continue", fresh: "Start fresh",
  goneTitle: "This conversation is closed",
  goneText: "It has been erased, or somebody left it from this device. You can start a new one.",
  spentTitle: "This link does not open anything any more",
  spentText: "It works once, and only while what you told has not been sent. If this browser still has your conversation, it goes on.",
  failedTitle: "The page cannot start right now",
  failedText: "The office's computer does not answer. Please try again in a moment, or call the office.",
  again: "Try again", today: "Today",
};

const ES = {
  skip: "Ir al cuadro de mensaje", staff: "Personal", language: "Idioma", leave: "Salir ya",
  conversation: "Conversación", newest: "Mensaje nuevo", cancel: "Cancelar", menu: "Menú", send: "Enviar",
  intro: "Para ocultar esta página de inmediato, toque Salir ya u oprima dos veces la tecla Esc. Con eso no se borra nada. Si quiere un enlace para volver, mande antes /pause.",
  introTouch: "Para ocultar esta página de inmediato, toque Salir ya. Con eso no se borra nada. Si quiere un enlace para volver, mande antes /pause.",
  introStaff: "Lo que se abre aquí se borra después de un rato. Toque Salir ya, u oprima Esc dos veces, para cerrar esta página de inmediato.",
  attach: "Agregar fotos, video o papeles", chosen: "Archivos elegidos", draft: "Su mensaje",
  placeholder: "Escriba aquí", hintKeys: "Enter envía · Shift + Enter empieza otra línea",
  hintSplit: "Es un texto largo. Se enviará en {n} mensajes, en orden.",
  editing: "Está cambiando un mensaje.", edit: "Cambiar", editThis: "Cambiar este mensaje: {text}",
  bot: "Asistente", you: "Usted", edited: "cambiado", sending: "Enviando", unsent: "Todavía no se envía",
  answers: "Respuestas para elegir", remove: "Quitar {name}", removeShort: "Quitar",
  offline: "Ahora no hay conexión. Lo que escribió queda guardado aquí y se manda solo en cuanto funcione.",
  tapLost: "Tal vez no llegó su toque en «{button}». Si no aparece nada nuevo, tóquelo otra vez.",
  retry: "Intentar ahora", slow: "Muchos mensajes a la vez: el siguiente sale en un momento.",
  tooLarge: "{name} pesa más de 50 MB y no se puede enviar por aquí. Puede llevarlo o enviarlo por correo a la oficina.",
  emptyFile: "{name} está vacío.", refused: "Esto no se pudo enviar.", back: "Devolver el texto al cuadro",
  progress: "Enviando {name}", download: "Descargar", image: "Imagen: {name}", protected: "No lo comparta",
  hiddenTitle: "¿Sigue ahí?",
  hiddenText: "Nadie ha usado esta página en un rato, así que la conversación está oculta. Continúe solo si es suya.",
  resume: "Continuar", fresh: "Empezar de nuevo",
  goneTitle: "Esta conversación está cerrada",
  goneText: "Se borró, o alguien salió de ella en este dispositivo. Puede empezar una nueva.",
  spentTitle: "Este enlace ya no abre nada",
  spentText: "Sirve una sola vez, y solo mientras no se haya mandado lo que contó. Si este navegador todavía tiene su conversación, puede seguirla.",
  failedTitle: "La página no puede abrirse ahora",
  failedText: "La computadora de la oficina no responde. Inténtelo de nuevo en un momento o llame a la oficina.",
  again: "Intentar de nuevo", today: "Hoy",
};

const TABLES = { en: EN, es: ES };
let language = navigator.language.toLowerCase().startsWith("es") ? "es" : "en";

export const current = () => language;

export function word(key, values = {}) {
  return TABLES[language][key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// Put the words of one language on everything that is marked with data-word.
export function speak(chosen) {
  language = TABLES[chosen] ? chosen : "en";
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = word(node.dataset.word);
  for (const node of document.querySelectorAll("[data-word-label]")) node.setAttribute("aria-label", word(node.dataset.wordLabel));
  for (const node of document.querySelectorAll("[data-language]")) {
    node.setAttribute("aria-pressed", String(node.dataset.language === language));
  }
}

export const clockTime = (iso) => new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit" }).format(new Date(iso));

export const day = (iso) => new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" }).format(new Date(iso));

export function size(bytes) {
  const [value, unit] = bytes < 1e6 ? [Math.max(1, Math.round(bytes / 1e3)), "kilobyte"] : [bytes / 1e6, "megabyte"];
  return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: 1 }).format(value);
}
