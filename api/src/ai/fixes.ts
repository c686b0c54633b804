/**
 * Mistakes that are mistakes in every sentence they can be found in. Short on purpose: a wrong correction costs more
 * trust than ten missed ones. `$1` and so on stand for what was found.
 */
export type Fix = {
  id: string;
  why: string;
  find: RegExp;
  needs?: string;
  put: string | ((match: RegExpExecArray) => string | null);
};

const misspelt =
  `alot:a lot|recieve:receive|recieved:received|recieving:receiving|seperate:separate|seperately:separately
  |definately:definitely|definitly:definitely|occured:occurred|occuring:occurring|untill:until|wich:which|teh:the
  |adress:address|accomodate:accommodate|acheive:achieve|acheived:achieved|begining:beginning|beleive:believe
  |buisness:business|bussiness:business|calender:calendar|commited:committed|comming:coming|enviroment:environment
  |existance:existence|foward:forward|gaurantee:guarantee|garantee:guarantee|goverment:government
  |immediatly:immediately|independant:independent|knowlege:knowledge|liason:liaison|maintainance:maintenance
  |managment:management|neccessary:necessary|necesary:necessary|noticable:noticeable|occassion:occasion
  |oppurtunity:opportunity|oportunity:opportunity|payed:paid|persistant:persistent|posession:possession
  |prefered:preferred|publically:publicly|reccomend:recommend|recomend:recommend|reccommend:recommend
  |refered:referred|relevent:relevant|responsability:responsibility|sucess:success|succesful:successful
  |sucessful:successful|successfull:successful|suprise:surprise|thier:their|tommorow:tomorrow|tomorow:tomorrow
  |tommorrow:tomorrow|truely:truly|usefull:useful|wierd:weird|writting:writing|greatful:grateful
  |congradulations:congratulations|congratulation:congratulations|intrested:interested|avaliable:available
  |availible:available|collegue:colleague|collegues:colleagues|experiance:experience|excellant:excellent
  |febuary:February|irregardless:regardless|thank's:thanks|occurence:occurrence|priviledge:privilege
  |questionaire:questionnaire|reciept:receipt|referal:referral|seemless:seamless|skedule:schedule
  |specificly:specifically|strenght:strength|techinal:technical|thats':that's|transfered:transferred
  |developement:development|dissapoint:disappoint|embarass:embarrass|imediately:immediately|persue:pursue`
    .split(/\s*\|/)
    .map((pair) => pair.split(':'));

const apostrophes =
  `dont:don't|cant:can't|didnt:didn't|doesnt:doesn't|isnt:isn't|wasnt:wasn't|arent:aren't|werent:weren't|hasnt:hasn't
  |havent:haven't|hadnt:hadn't|couldnt:couldn't|wouldnt:wouldn't|shouldnt:shouldn't|youre:you're|youve:you've
  |theyre:they're|theyve:they've|weve:we've|ive:I've|im:I'm|thats:that's|whats:what's|theres:there's|heres:here's`
    .split(/\s*\|/)
    .map((pair) => pair.split(':'));

/** One of these words is looked for by its pattern only where its letters (`needs`) are in the text at all. */
const word = (text: string) => new RegExp(`(?<![\\p{L}\\p{N}'’@./-])${text}(?![\\p{L}\\p{N}'’@/-])`, 'giu');

const letsVerbs =
  'discuss|talk|meet|schedule|set|catch|connect|chat|find|get|see|do|go|start|plan|sync|have|make|try|look|keep|hop|jump|figure|grab|book|aim|say|touch|speak';

export const fixes: readonly Fix[] = [
  ...misspelt.map(([wrong = '', right = '']) => ({
    id: `spelling:${wrong}`,
    why: `Spelled "${right}".`,
    needs: wrong,
    find: word(wrong),
    put: right,
  })),
  ...apostrophes.map(([wrong = '', right = '']) => ({
    id: `apostrophe:${wrong}`,
    why: 'An apostrophe is missing.',
    needs: wrong,
    find: word(wrong),
    put: right,
  })),
  {
    id: 'have-not-of',
    why: 'It is "have", not "of".',
    find: /(?<=\b(?:could|should|would|must|might)(?:n['’]t)? )of\b(?! course)/gi,
    put: 'have',
  },
  {
    id: 'apostrophe:lets',
    why: 'An apostrophe is missing.',
    find: new RegExp(`(?<=^|[.!?]\\s|\\n|\\b(?:so|and|then),? )lets(?= (?:${letsVerbs})\\b)`, 'gi'),
    put: "let's",
  },
  {
    id: 'apostrophe:its',
    why: 'Short for "it is".',
    find: /\bits(?= (?:a|an|the|been|not|going to|worth|important (?:that|to)|time (?:to|for)|great to|possible to|easy to|hard to|clear that)\b)/gi,
    put: "it's",
  },
  { id: 'apostrophe:its-own', why: 'Theirs, so without an apostrophe.', find: /\bit['’]s(?= own\b)/gi, put: 'its' },
  {
    id: 'you-are',
    why: 'Short for "you are".',
    find: /\byour(?= (?:welcome to|going to|not (?:going|able|sure|interested|using|happy)|looking for|interested in)\b)|(?<=\bif )your(?= (?:looking to|curious about|trying to|considering (?:a|the))\b)/gi,
    put: "you're",
  },
  { id: 'your', why: 'Theirs, so "your".', find: /(?<=\bon )you['’]re(?= (?:new|recent|latest)\b)/gi, put: 'your' },
  { id: 'i-saw', why: 'It is "I saw".', find: /(?<=\bI )seen\b/g, put: 'saw' },
  { id: 'i-saw', why: 'It is "I saw".', find: /(?<=(?:^|\s)i )seen\b/g, put: 'saw' },
  {
    id: 'were',
    why: 'It is "were" here.',
    find: /(?<=(?:^|[.,!?;:\n] ?|\b(?:and|that|when|if|because|as|but) )(?:we|they|you) )was\b/gi,
    put: 'were',
  },
  {
    id: 'there-are',
    why: 'There are several.',
    find: /(?<=\bthere )is(?= (?:many|several|two|three|four|five|six|seven|eight|nine|ten|a lot of (?:companies|teams|people|ways|reasons))\b)/gi,
    put: 'are',
  },
  {
    id: 'than',
    why: 'Comparing takes "than".',
    find: /(?<=\b(?:more|less|better|rather|fewer|greater|higher|lower|cheaper|faster) )then(?= (?:a|an|the|expected|ever|usual|before|most|any|anyone|anybody|anything|\d+)\b)/gi,
    put: 'than',
  },
  {
    id: 'lose',
    why: 'It is "lose".',
    find: /(?<=\b(?:to|we|you|they|will|not|don['’]t|could|would|can|might|may) )loose(?= (?:deals|customers|clients|time|money|revenue|leads|business|a|the|your|our|their)\b)/gi,
    put: 'lose',
  },
  { id: 'discuss', why: 'Discuss takes no "about".', find: /(?<=\bdiscuss(?:ed|ing)?) about\b/gi, put: '' },
  {
    id: 'right-person',
    why: 'It is "right" here.',
    find: /(?<=\bthe )write(?= (?:person|people|team|time|place)\b)/gi,
    put: 'right',
  },
  { id: 'talk-to', why: 'It is "to" here.', find: /(?<=\bperson to (?:talk|speak|write) )too\b/gi, put: 'to' },
  {
    id: 'intents',
    why: 'The saying is "intents and purposes".',
    find: /(?<=\bfor all )intensive purposes\b/gi,
    put: 'intents and purposes',
  },
  // Small words that are never meant twice. "had had", "that that" and "is is" can be right.
  {
    id: 'twice',
    why: 'The word is there twice.',
    find: /\b(the|a|an|and|of|with|we|our|your|my|i|be) \1\b/gi,
    put: '$1',
  },
  {
    id: 'twice',
    why: 'The word is there twice.',
    find: /\bto to(?= (?:the|a|your|our|get|make|see|have|be|discuss|talk|help)\b)/gi,
    put: 'to',
  },
  { id: 'capital-i', why: 'I is written large.', find: /(?<=^|[\s("“])i(?=['’](?:m|ve|ll|d)\b|\s|,)/g, put: 'I' },
  {
    id: 'capital-day',
    why: 'Days are written large.',
    find: /(?<=^|\s)(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?(?![\p{L}@.\d])|(?<=^|\s)(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?=\.(?:\s|$))/gu,
    put: ([day]) => day.charAt(0).toUpperCase() + day.slice(1),
  },
  {
    id: 'article',
    why: 'Follows the sound of the next word.',
    find: /(?<!\b(?:option|plan|version|variant|tier|type|step|part|level|vitamin) )\b([Aa]n?)(?= ([a-z]{3,}))/g,
    put: ([, a = '', next = '']) => article(a, next),
  },
  {
    id: 'space-before',
    why: 'No space before this mark.',
    find: /(?<!\p{L})(\p{L}{1,40}) {1,9}([,;!?](?=\s|$)|\.(?=\s|$))/gu,
    put: ([, word = '', mark = '']) => `${word}${mark}`,
  },
  {
    id: 'space-twice',
    why: 'One space is enough.',
    find: /(?<!\p{L})(\p{L}{1,40},?) {2,4}(\p{L}{1,40})(?!\p{L})/gu,
    put: ([, before = '', behind = '']) => `${before} ${behind}`,
  },
  {
    id: 'space-after',
    why: 'A space is missing.',
    find: /(?<!\p{L})(\p{Ll}{2,40}),(\p{Ll}{2,40})(?!\p{L})/gu,
    put: ([, before = '', behind = '']) => `${before}, ${behind}`,
  },
];

/** The other article where the sound of the next word is certain, or null. Short words may be spelled out: "an nda". */
function article(written: string, next: string): string | null {
  const vowel = /^(?:[ai]|e(?![uw])|o(?!ne\b|nce\b|ui)|u(?:n(?!i|an)|p|l(?!u)|m)|hour|honest|honou?r|heir)/.test(next);
  const consonant =
    /^(?:[bcdfgjklmnpqrstvwyz](?=.{3})(?=.*[aeiouy])|eu|one\b|once\b|use|usual|unit|unique|union|univers|h(?:ouse|ome|uge|elp|igh|alf|and|ard|undred|uman))/.test(
      next,
    );
  const small = /^(?:and|are|all|any|also|either|else|into|onto|off|out|over|upon|under|until|unless|includes?|is)$/;
  if (written.length === 1 && vowel && !small.test(next)) return `${written}n`;
  return written.length === 2 && consonant ? written.charAt(0) : null;
}
