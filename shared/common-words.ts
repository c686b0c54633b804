// Words that open sentences in sales mail with a capital letter and are not names. A word missing here is taken for a
// name, which costs a suggestion; a name wrongly listed here would let an invented one pass. So: only plain words.
const starts = new Set(
  `a about above according across actually additionally admittedly after again against ago all almost alone along already
  also although always am among an and another any anyone anything appreciate are aren't around as ask at attached away
  back based be because been before behind being below besides best better between both briefly build but by call can
  can't cannot certainly check cheers clearly come companies compare congrats congratulations consider could cut curious
  currently customers data deals dear despite did didn't do does doesn't don't done down due during each early earlier
  easily either else email enough especially even ever every everyone everything except feel few finally find first
  follow following for forward free from further furthermore generally get give given giving glad go going good got
  great had half happy has hasn't have haven't having he hello help helping her here here's herewith hey hi hire hiring
  his hope hopefully hoping how how's however i if imagine important in including indeed instead interested into is
  isn't it it's its join just keep kind kindly know last late lately later leads less let let's like likely little look
  looking lots love made mainly make making many maybe me meanwhile meet meetings might mine more moreover most moving
  mostly much must my name near nearly need neither never nevertheless new next nice no nobody none nor not nothing
  noticed now obviously of off often oh okay on once one only open or other others otherwise our out over overall own
  part people per perhaps personally please plus possibly pricing pursuant put quick quickly quite rather ready really
  reach reading recently regarding regardless regards reply reps same saving saw say saying see seeing seems send sent
  several shall she should similarly simply since so some someone something sometimes soon sorry specifically start
  starting still stop such sure take talk tell teams than thank thanks that that's the their them then there there's
  therefore these they they're thing things think this those though thought through throughout thus time to today
  together tomorrow tonight too took try trying two under unfortunately unless unlike until up upon us use used using
  usually very wanted was wasn't watch we we'd we'll we're we've welcome well were weren't what what's whatever when
  whenever where whereas wherever whether which while who who's whoever whose why will wishing with within without
  won't wonder wondering work working worth would wouldn't writing yes yesterday yet you you'd you'll you're you've your
  yours congratulating talks expanding growing growth setting picking write show read join sign bring leave drop choose`.split(
    /\s+/,
  ),
);

// Capitalised anywhere and never a name by themselves.
const never = new Set(
  "i i'm i've i'd i'll ok re fw fwd hi hello hey dear thanks regards best cheers ps p.s am pm faq roi asap fyi".split(
    ' ',
  ),
);

const plain = (word: string) => word.toLowerCase().replaceAll('’', "'");

export const isCommonStart = (word: string) => starts.has(plain(word)) || never.has(plain(word));
export const isNeverName = (word: string) => never.has(plain(word));
