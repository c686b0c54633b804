// The commonest small words of each language: in a running text they make up a third to a half of all words.
const smallWords = {
  english:
    'the a an and or but of to in on at for with from by is are was were be been have has had will would can could i you we it this that your our my me us they not if as so do about what how when',
  german:
    'der die das und oder aber von zu im in am an für mit aus bei ist sind war wir ich sie es ein eine einen den dem des nicht auf ihre ihr unsere wenn wie haben hat wird werden können auch als nach',
  french:
    'le la les et ou mais de du des à au aux en dans pour avec par est sont nous je vous il elle un une ce cette que qui ne pas sur votre vos notre nos si comme avons avez plus',
  spanish:
    'el la los las y o pero de del a al en para con por es son somos yo usted ustedes un una que no sobre su sus nuestro nuestra si como hemos más le lo se me',
  italian:
    'il lo la gli le e o ma di del della a al in per con da è sono siamo io voi un una che non su suo vostro nostro se come abbiamo più ci vi',
  dutch:
    'de het een en of maar van naar in op aan voor met uit bij is zijn was wij we ik u jullie dit dat niet uw ons onze als hoe hebben heeft wordt ook',
  portuguese:
    'o a os as e ou mas de do da dos das em no na para com por é são nós eu você um uma que não sobre seu sua nosso se como temos mais',
};

const sets = Object.entries(smallWords).map(([language, words]) => ({ language, words: new Set(words.split(' ')) }));

/**
 * Whether English rules may touch a text. A rough answer from small words is enough: it only has to keep the rules away
 * from other languages, and a text too short to tell is left to the rules, which then rarely find anything.
 */
export function isEnglish(text: string): boolean {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  if (words.length === 0) return false;
  const latin = words.filter((word) => /^\p{Script=Latin}+$/u.test(word)).length;
  if (latin < words.length * 0.7) return false;
  const shares = sets.map(({ language, words: small }) => ({
    language,
    hits: words.filter((word) => small.has(word)).length,
  }));
  const english = shares.find(({ language }) => language === 'english')?.hits ?? 0;
  const other = Math.max(...shares.filter(({ language }) => language !== 'english').map(({ hits }) => hits));
  return other <= english && (words.length < 8 || english >= words.length * 0.12);
}
