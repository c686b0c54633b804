/** Whole sentences that say nothing to the one who reads them. `why` is for the rep. */

/** Openers everybody uses. Replacing one costs nothing, and an opener about the prospect belongs in its place. */
export const stockOpeners: readonly RegExp[] = [
  /^i (?:do |really |sincerely )?hope (?:that )?(?:this|my) ?(?:e-?mail|message|note|letter)? finds you (?:well|safe|in good)\b[^.!?]{0,40}[.!]$/i,
  /^(?:i )?(?:do |really )?hope (?:that )?(?:you are|you're|all is|everything is|everything's|things are) (?:doing |going |keeping )?(?:well|great|good|fine|safe)\b[^.!?]{0,40}[.!]$/i,
  /^(?:i )?hope (?:that )?you (?:are|have been|had)(?: having)? (?:well|a (?:great|good|lovely|wonderful|nice|fantastic) (?:day|week|weekend|start to (?:the|your) (?:day|week)|summer|holiday))\b[^.!?]{0,30}[.!]$/i,
  /^(?:i )?hope you're having a (?:great|good|lovely|wonderful|nice|fantastic) (?:day|week)\b[^.!?]{0,20}[.!]$/i,
  /^(?:i )?hope (?:this|my) ?(?:e-?mail|message|note)? finds you well\b[^.!?]{0,40}[.!]$/i,
  /^(?:i )?trust (?:that )?(?:this (?:e-?mail|message|note) finds you|you are(?: doing)?|all is) well\b[^.!?]{0,30}[.!]$/i,
];

/** Sentences that may be offered for cutting where the rep asked for a shorter mail. */
export const fillers: readonly RegExp[] = [
  /^i (?:know|understand|realize|realise|appreciate|am sure|'m sure) (?:that )?(?:you're|you are|you must be)(?: very| extremely| really| incredibly| probably)* busy\b/i,
  /^i (?:know|understand|realize|realise) (?:that )?your (?:time|inbox|schedule|calendar) is\b/i,
  /^i (?:don't|do not) want to take (?:up )?(?:too )?much of your time\b/i,
  /^(?:i'll|i will|i promise (?:to|i'll|i will)) (?:keep (?:this|it) (?:short|brief|quick)|be (?:brief|quick))\b/i,
  /^(?:i'm|i am) sorry to (?:bother|disturb) you\b/i,
  /^in today's (?:\w+[- ])?(?:paced|competitive|changing|digital|modern|busy|uncertain)\b/i,
  /^(?:we|our team|our company) (?:pride ourselves|prides itself|(?:are|is) (?:passionate|committed|dedicated))\b/i,
  /^(?:we are|we're) (?:a|the|one of the) (?:world's )?(?:leading|premier|top|industry-leading|world-class|trusted|innovative)\b/i,
  /^(?:we are|we're|i am|i'm) (?:very |so |really |super |extremely )?(?:excited|thrilled|delighted)\b(?! (?:to (?:announce|share|tell|offer|launch|introduce|let|help)|that)\b)/i,
  /^our (?:team|solution|platform|product|service) is (?:simply |truly )?(?:the best|unmatched|second to none|world-class)\b/i,
  /^(?:i )?(?:just )?(?:wanted to|thought i would|thought i'd) (?:touch base|check in|say hello|introduce myself)[^.!?]{0,20}[.!]$/i,
  /^the possibilities are endless\b/i,
  /^there has never been a better time\b/i,
  /^(?:this|it) (?:is|would be) (?:truly |really )?an? (?:great|amazing|incredible|exciting|unique) opportunity\b/i,
  /^i could go on\b/i,
  /^let that sink in\b/i,
];

/** A sentence that asks, promises or hands over something is never cut. */
export const asks =
  /\?|\b(?:please|let me know|reply|respond|call|meet|meeting|schedule|book|available|availability|calendar|chat|demo|open to|happy to|look forward|attached|enclosed|deadline|confirm|i'll send|i will send|would you|could you|can you)\b/i;

/** A sentence that says what is offered. The last one of these is never cut. */
export const offers =
  /\b(?:we|our|us|my|i)\b.*\b(?:help|helps|helped|offer|offers|provide|provides|provider|build|builds|make|makes|sell|automate|automates|cut|cuts|reduce|reduces|save|saves|let|lets|give|gives|deliver|delivers|platform|product|tool|software|service|services|solution|solutions)\b/i;

/** A sentence that leans on the one before it: then that one stays. */
export const leans =
  /^(?:this|that|these|those|it|they|he|she|such|however|but|so|therefore|thus|which|as a result|because of this|that's|it's|also|then|still|instead|otherwise|and|or|yet)\b/i;
