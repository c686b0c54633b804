import { folderId, type WellKnownFolder } from '../exchange-ids.js';
import { json } from '../http.js';
import { type Call, type Route } from './call.js';
import { folderNamed } from './items.js';

export const meRoutes: Route[] = [
  { operation: 'me.get', method: 'GET', path: 'me', needs: 'User.Read', handle: me },
  { operation: 'mailFolders.get', method: 'GET', path: 'me/mailFolders/{}', needs: 'Mail.Read', handle: folder },
];

const TITLES: Record<WellKnownFolder, string> = {
  inbox: 'Inbox',
  sentitems: 'Sent Items',
  drafts: 'Drafts',
  deleteditems: 'Deleted Items',
};

function me({ owner, base }: Call) {
  const [givenName, surname] = owner.name.split(' ');
  return json({
    '@odata.context': `${base}/$metadata#users/$entity`,
    businessPhones: [],
    displayName: owner.name,
    givenName,
    jobTitle: null,
    mail: owner.email,
    mobilePhone: null,
    officeLocation: null,
    preferredLanguage: null,
    surname,
    userPrincipalName: owner.email,
    id: owner.sub,
  });
}

function folder(call: Call) {
  const name = folderNamed(call, call.params[0] ?? '');
  return json({ id: folderId(call.mailbox.email, name), displayName: TITLES[name] });
}
