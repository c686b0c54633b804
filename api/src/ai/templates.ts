import { specifics } from '#shared/specifics.js';
import type { Fact } from '#shared/suggestion.js';

/** A sentence to open with and the fields of the fact it used. */
export type Opener = { text: string; slots: string[] };

/** Whom the opener is about, as the caller knows them. `today` decides between "are" and "were". */
export type About = { company: string | null; today: string };

/**
 * Every way to open with a fact. Only fields are filled in, never the fact's own sentence, so nothing can enter a mail
 * that is not a short plain name of something. Empty where the fields an opener needs are missing.
 */
export function openersFor(fact: Fact, about: About): Opener[] {
  const company = about.company?.trim() ?? '';
  const [who, whose] = company ? [`${company} is`, `${company}'s`] : ["you're", 'your'];
  switch (fact.kind) {
    case 'hiring':
      return hiring(fact, who);
    case 'funding': {
      const round = slot(fact, 'round', 'series', 'stage');
      return made([round], `Congrats on the ${round}.`, `Congratulations on ${whose} ${round}.`);
    }
    case 'tech': {
      const [from, to] = [slot(fact, 'from'), slot(fact, 'to')];
      if (from && to) return made([from, to], `I saw ${who} moving from ${from} to ${to}.`);
      const tool = slot(fact, 'tool', 'product', 'technology', 'system', 'platform');
      return made([tool], `I saw your team works with ${tool}.`, `I noticed your team runs on ${tool}.`);
    }
    case 'event':
      return event(fact, about.today);
    case 'expansion': {
      const place = slot(fact, 'place', 'location', 'city', 'country', 'market', 'region');
      return made([place], `I saw ${who} expanding to ${place}.`, `Congrats on the expansion to ${place}.`);
    }
    case 'role': {
      const title = slot(fact, 'title', 'role', 'position');
      return made([title], `Congrats on the new role as ${title}.`, `Congratulations on becoming ${title}.`);
    }
    case 'other': // nothing is known about what such a fact says, so no sentence can be sure to fit
      return [];
  }
}

function hiring(fact: Fact, who: string): Opener[] {
  const role = slot(fact, 'role', 'roles', 'title', 'position');
  const place = slot(fact, 'place', 'location', 'city', 'country');
  const where = place ? ` in ${place}` : '';
  const plural =
    /[^s]s$/.test(role) &&
    !/ of |(?:sales|operations|communications|relations|services|resources|analytics)$/i.test(role);
  const one = plural ? role.slice(0, -1) : role;
  const many = plural || fact.text.includes(`${role}s`);
  return made(
    place ? [role, place] : [role],
    many ? `I saw ${who} hiring ${one}s${where}.` : `I saw ${who} hiring for the ${one} role${where}.`,
    `Your ${one} ${many ? 'openings' : 'opening'}${where} caught my eye.`,
  );
}

function event(fact: Fact, today: string): Opener[] {
  const name = slot(fact, 'event', 'conference', 'name');
  const topic = slot(fact, 'topic', 'talk', 'session');
  const at = fact.text.toLowerCase().includes(`the ${name.toLowerCase()}`) ? `the ${name}` : name;
  if (topic)
    return made(
      [name, topic],
      `I came across your talk on ${topic} at ${at}.`,
      `Your talk on ${topic} at ${at} caught my eye.`,
    );
  return made([name], fact.date > today ? `I saw you'll be at ${at}.` : `I saw you were at ${at}.`);
}

/** Nothing is made where the first field, the one that carries the sentence, is missing. */
const made = (slots: string[], ...texts: string[]): Opener[] =>
  slots.every((each) => each !== '') ? texts.map((text) => ({ text, slots })) : [];

/** The first usable field of that name. A field is a short name of something: no sentence, address, price or mark-up. */
function slot(fact: Fact, ...names: string[]): string {
  for (const name of names) {
    const value = (fact.fields[name] ?? '').trim().replace(/[.,;]+$/, '');
    const short =
      /^[\p{L}\p{N}][\p{L}\p{N} &+'’./-]{0,59}$/u.test(value) &&
      value.split(/\s+/).length <= 8 &&
      !/(?<!\bSt)\. /.test(value);
    if (short && !specifics(value).some(({ kind }) => unfit.has(kind))) return value;
  }
  return '';
}

const unfit = new Set(['email', 'link', 'phone', 'price', 'placeholder']);
