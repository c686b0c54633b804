import { LANGUAGES, type Language, language } from './session.js';

/** Every word a person reads or hears, in the order of LANGUAGES. Ids stay the same in all of them. */
const TABLE = {
  newMail: ['New mail', 'Neue E-Mail', 'Nouveau message', 'Correo nuevo', '新邮件'],
  inbox: ['Inbox', 'Posteingang', 'Boîte de réception', 'Bandeja de entrada', '收件箱'],
  sentitems: ['Sent Items', 'Gesendete Elemente', 'Éléments envoyés', 'Elementos enviados', '已发送邮件'],
  drafts: ['Drafts', 'Entwürfe', 'Brouillons', 'Borradores', '草稿'],
  folders: ['Folders', 'Ordner', 'Dossiers', 'Carpetas', '文件夹'],
  messageList: ['Message list', 'Nachrichtenliste', 'Liste des messages', 'Lista de mensajes', '邮件列表'],
  readingPane: ['Reading Pane', 'Lesebereich', 'Volet de lecture', 'Panel de lectura', '阅读窗格'],
  nothingChosen: [
    'Select an item to read',
    'Wählen Sie ein Element zum Lesen aus',
    'Sélectionner un élément à lire',
    'Seleccione un elemento para leerlo',
    '选择要阅读的项目',
  ],
  messageBody: ['Message body', 'Nachrichtentext', 'Corps du message', 'Cuerpo del mensaje', '邮件正文'],
  to: ['To', 'An', 'À', 'Para', '收件人'],
  cc: ['Cc', 'Cc', 'Cc', 'CC', '抄送'],
  bcc: ['Bcc', 'Bcc', 'Cci', 'CCO', '密件抄送'],
  from: ['From', 'Von', 'De', 'De', '发件人'],
  sentOn: ['Sent', 'Gesendet', 'Envoyé', 'Enviado', '发送时间'],
  subject: ['Subject', 'Betreff', 'Objet', 'Asunto', '主题'],
  addSubject: ['Add a subject', 'Betreff hinzufügen', 'Ajouter un objet', 'Agregar un asunto', '添加主题'],
  noSubject: ['(No subject)', '(Kein Betreff)', '(Aucun objet)', '(Sin asunto)', '(无主题)'],
  send: ['Send', 'Senden', 'Envoyer', 'Enviar', '发送'],
  sendKeys: [
    'Send (Ctrl+Enter)',
    'Senden (STRG+EINGABE)',
    'Envoyer (Ctrl+Entrée)',
    'Enviar (Ctrl+Entrar)',
    '发送 (Ctrl+Enter)',
  ],
  moreSend: [
    'More send options',
    'Weitere Sendeoptionen',
    'Plus d’options d’envoi',
    'Más opciones de envío',
    '更多发送选项',
  ],
  sendLater: ['Schedule send', 'Senden planen', 'Planifier l’envoi', 'Programar envío', '定时发送'],
  discard: ['Discard', 'Verwerfen', 'Ignorer', 'Descartar', '放弃'],
  discardKeys: ['Discard (Esc)', 'Verwerfen (ESC)', 'Ignorer (Échap)', 'Descartar (Esc)', '放弃 (Esc)'],
  popOut: [
    'Open in a new window',
    'In neuem Fenster öffnen',
    'Ouvrir dans une nouvelle fenêtre',
    'Abrir en una ventana nueva',
    '在新窗口中打开',
  ],
  canvas: ['Switch background', 'Hintergrund wechseln', 'Changer l’arrière-plan', 'Cambiar fondo', '切换背景'],
  close: ['Close', 'Schließen', 'Fermer', 'Cerrar', '关闭'],
  savedAt: [
    'Draft saved at',
    'Entwurf gespeichert um',
    'Brouillon enregistré à',
    'Borrador guardado a las',
    '草稿保存时间',
  ],
  notSaved: [
    'We couldn’t save this draft',
    'Dieser Entwurf konnte nicht gespeichert werden',
    'Nous n’avons pas pu enregistrer ce brouillon',
    'No se pudo guardar este borrador',
    '无法保存此草稿',
  ],
  discardQuestion: [
    'Are you sure you want to discard this draft?',
    'Möchten Sie diesen Entwurf wirklich verwerfen?',
    'Voulez-vous vraiment ignorer ce brouillon ?',
    '¿Está seguro de que desea descartar este borrador?',
    '是否确实要放弃此草稿？',
  ],
  ok: ['OK', 'OK', 'OK', 'Aceptar', '确定'],
  cancel: ['Cancel', 'Abbrechen', 'Annuler', 'Cancelar', '取消'],
  noSubjectQuestion: [
    'Do you want to send this message without a subject?',
    'Möchten Sie diese Nachricht ohne Betreff senden?',
    'Voulez-vous envoyer ce message sans objet ?',
    '¿Desea enviar este mensaje sin asunto?',
    '是否要发送没有主题的邮件？',
  ],
  dontSend: ['Don’t send', 'Nicht senden', 'Ne pas envoyer', 'No enviar', '不发送'],
  blocked: [
    'Northwind Guard has stopped this message: it seems to hold a card number.',
    'Northwind Guard hat diese Nachricht angehalten: Sie enthält offenbar eine Kartennummer.',
    'Northwind Guard a arrêté ce message : il semble contenir un numéro de carte.',
    'Northwind Guard ha detenido este mensaje: parece contener un número de tarjeta.',
    'Northwind Guard 已阻止此邮件：其中似乎包含卡号。',
  ],
  noRecipient: [
    'This message must have at least one recipient.',
    'Diese Nachricht muss mindestens einen Empfänger haben.',
    'Ce message doit avoir au moins un destinataire.',
    'Este mensaje debe tener al menos un destinatario.',
    '此邮件必须至少有一个收件人。',
  ],
  sending: ['Sending message', 'Nachricht wird gesendet', 'Envoi du message', 'Enviando mensaje', '正在发送邮件'],
  undo: ['Undo', 'Rückgängig', 'Annuler', 'Deshacer', '撤消'],
  notSent: [
    'This message was not sent. Try again.',
    'Diese Nachricht wurde nicht gesendet. Versuchen Sie es noch einmal.',
    'Ce message n’a pas été envoyé. Réessayez.',
    'Este mensaje no se ha enviado. Inténtelo de nuevo.',
    '此邮件未发送。请重试。',
  ],
  reply: ['Reply', 'Antworten', 'Répondre', 'Responder', '答复'],
  replyAll: ['Reply all', 'Allen antworten', 'Répondre à tous', 'Responder a todos', '全部答复'],
  forward: ['Forward', 'Weiterleiten', 'Transférer', 'Reenviar', '转发'],
  answerMark: ['Re: ', 'AW: ', 'RE: ', 'RE: ', '回复: '],
  forwardMark: ['Fw: ', 'WG: ', 'TR: ', 'RV: ', '转发: '],
  offline: ['offline', 'offline', 'hors connexion', 'sin conexión', '脱机'],
  suggestions: [
    'Suggested contacts',
    'Vorgeschlagene Kontakte',
    'Contacts suggérés',
    'Contactos sugeridos',
    '建议的联系人',
  ],
  event: ['New event', 'Neues Ereignis', 'Nouvel événement', 'Nuevo evento', '新事件'],
  eventTitle: ['Add a title', 'Titel hinzufügen', 'Ajouter un titre', 'Agregar un título', '添加标题'],
  attendees: [
    'Invite attendees',
    'Teilnehmer einladen',
    'Inviter des participants',
    'Invitar a asistentes',
    '邀请与会者',
  ],
} as const satisfies Record<string, readonly [string, string, string, string, string]>;

type Words = Record<keyof typeof TABLE, string>;

/** The words of the language this page is in. */
export const words = Object.fromEntries(
  Object.entries(TABLE).map(([name, all]) => [name, all[LANGUAGES.indexOf(language)]]),
) as Words;

const LOCALES: Record<Language, string> = { en: 'en-US', de: 'de-DE', fr: 'fr-FR', es: 'es-ES', zh: 'zh-CN' };
const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(LOCALES[language], options);

/** A time of day, as in "10:09 PM". */
export const clock = (at: number) => format({ timeStyle: 'short' }).format(at);
/** Day and time in full, as an answer quotes them. */
export const dayAndTime = (at: number) => format({ dateStyle: 'full', timeStyle: 'short' }).format(at);
/** Day and time in short, as the message list says them. */
export const shortly = (at: number) => format({ dateStyle: 'short', timeStyle: 'short' }).format(at);
