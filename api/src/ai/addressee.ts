import type { Fact, PersonalizeInput } from '#shared/suggestion.js';

type Prospect = PersonalizeInput['prospect'];

/** Whether a name in a greeting can be the prospect's: a part of the name, a short form, or the start of the address. */
export function isProspect(greeted: string, prospect: Prospect): boolean {
  const name = plain(greeted);
  const parts = plain(prospect.name)
    .split(/[^a-z]+/)
    .filter(Boolean);
  const local = plain(prospect.email.split('@')[0] ?? '').replace(/[^a-z]/g, '');
  if (parts.length === 0) return local.includes(name);
  return parts.some(
    (part) => part === name || shortForms.get(name)?.includes(part) || (name.length > 2 && part.startsWith(name)),
  );
}

/** How surely a fact is about this prospect: 0 where it names someone else. */
export function identityOf(fact: Fact, prospect: Prospect): number {
  const { person, company } = fact.fields;
  if (
    person &&
    !plain(person)
      .split(/[^a-z]+/)
      .some((part) => part !== '' && isProspect(part, prospect))
  )
    return 0;
  if (company && prospect.company && !sameCompany(company, prospect.company)) return 0;
  const named = [prospect.company, prospect.name].some((each) => each && plain(fact.text).includes(plain(each)));
  return named || person || (company && prospect.company) ? 1 : 0.9;
}

function sameCompany(a: string, b: string): boolean {
  const [one, two] = [a, b].map((name) =>
    plain(name).replace(/\b(?:inc|ltd|llc|gmbh|corp|co|plc|the)\b|[^a-z0-9]/g, ''),
  );
  return one === two;
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

// A short form that is not the start of the long one.
const shortForms = new Map(
  Object.entries({
    bob: ['robert'],
    rob: ['robert'],
    bill: ['william'],
    will: ['william'],
    liz: ['elizabeth'],
    beth: ['elizabeth'],
    kate: ['katherine', 'catherine', 'kathryn'],
    mike: ['michael'],
    dick: ['richard'],
    rick: ['richard'],
    jim: ['james'],
    jack: ['john'],
    tony: ['anthony'],
    ted: ['edward', 'theodore'],
    peggy: ['margaret'],
    meg: ['margaret'],
    harry: ['henry', 'harold'],
    sasha: ['alexander', 'alexandra'],
    andy: ['andrew'],
    becky: ['rebecca'],
    chuck: ['charles'],
    hank: ['henry'],
    jenny: ['jennifer'],
    nick: ['nicholas'],
    tom: ['thomas'],
    tim: ['timothy'],
  }),
);
