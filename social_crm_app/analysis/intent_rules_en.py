"""English intent rules; notation and layout as in `intent_rules`. "Don't" is written "dont", as it is read."""

from social_crm_app.analysis.intent_rules_en_problem import GOOD, PROBLEM, THING

ENGLISH: dict[str, dict[str, str]] = {
	**PROBLEM,
	"not Problem": {
		"no problem": """
			no|zero|any|without|never|not|hardly|isnt|wasnt|few ~2 problem|problems|issue|issues|complaint|
			complaints|bug|bugs|fault|faults|delay|delays|trouble|error|errors|fees,
			problem|issue|bug|bugs solved|resolved|fixed|gone|sorted,
			fixed|solved|resolved|sorted ~3 problem|problems|issue|issues|bug|bugs, bug fixes|fix,
			now|finally|already fixed|resolved|sorted,
			not|never|hardly|isnt|wasnt|without broken|broke|slow|late|delayed|annoying|expensive|overpriced|
			buggy|laggy|difficult|loud|noisy|terrible|awful|bad, cant|couldnt|not complain""",
		"no disappointment": """
			never|didnt|doesnt|dont|wont|not ~1 disappoint*|regret|regretted|regretting|fails|failed|fail|
			crashed|crashes|sucks|suck, never broke|broken""",
		"beyond praise": """
			cant|cannot|can wait,
			cant|couldnt|cannot agree|recommend|praise|thank|fault|get|say|ask ~2 enough|more|highly|better|
			it|them|of""",
		"how it is done": """
			how|where do|to|can|could|would|should ~2 cancel|return|refund|exchange|fix|repair,
			can|could|may i|we ~1 cancel|return|exchange, returns|return|refund policy|policies,
			money back guarantee|guaranteed, free|easy returns""",
		"figure of speech": """
			broken english|heart|hearted|record|arm|leg|bone, heart broken, not|nothing only|just,
			worst case, never heard of, second|third|2nd|3rd time lucky|buyer|customer|buying|ordering|charm,
			hate to, no worries, crash course|test, im|am|i not|dont working|work, love to hate, stop it|by""",
	},
	"not Idea": {
		"good wishes": """
			wish you|u|everyone|all ~4 best|happy|merry|luck|well|great|success|speedy, wish me luck,
			what|how about you|u""",
		"already asked": "can|could|will|would you ~2 support me|us",
	},
	"not Question": {
		"a statement": "is|are the|this|that best|worst|most|greatest|reason|one",
	},
	"not Praise": {
		"only polite": """
			thanks|thank|thx|cheers [you] in advance, no thanks|thank, thanks but,
			thank god|goodness|heavens, thanks to,
			happy to|birthday|new|holidays|friday|monday|christmas|easter|hour|halloween|anniversary,
			great|good|nice|perfect|best question|point|morning|afternoon|evening|night|day|weekend|luck|
			deal|if|britain, love to, love it if, best|kind|warm regards|wishes|before, better than nothing""",
		"not so": f"""
			not|isnt|wasnt|arent|werent|never|hardly|nothing|less|no|dont|doesnt|didnt ~2 {GOOD}|good|nice|
			happy|impressed|satisfied|pleased|helpful|recommend|recommended|work|working|love|best|like|fun|
			useful, would|might|could|should|will|itd ~2 {GOOD}|love|nice|good|helpful|useful""",
	},
	"Idea": {
		"would be good": f"""
			would|wld|might|could|itd|will [be] ~2 {GOOD}|nice|cool|good|helpful|useful|handy|ideal|neat|
			sweet|better ~1 if|to|having,
			^would|itd|wouldnt be|it ~2 {GOOD}|nice|cool|good|helpful|useful|handy|ideal|neat|sweet|better,
			great|nice|cool|awesome|lovely|handy|helpful|useful if you|we|it|there|the,
			would|id|wed love|like|prefer ~1 to see|have|be, should be possible|able|optional|an,
			would|id|wed|will ~1 love|like ~3 option|feature|version|support|mode|way|ability|button,
			love it if, would|id|wed love if|a|an|another|more, nice to have,
			^a|an|another|some|more ~5 would be ~2 {GOOD}|nice|cool|good|helpful|useful|handy|ideal|neat|
			welcome, would|id [happily] [gladly] pay|buy ~3 for|if|more|one""",
		"please add": """
			please|pls|plz|kindly ~2 add|bring|consider|implement|include|introduce|integrate|offer|restock|
			extend|expand|reinstate|provide|support|allow|enable, bring|bringing ~4 back,
			can|could|will|would|why|should|any|when you|we|u|they|not|dont|chance|plans|plan|way|are|
			will ~4 add|bring|implement|include|integrate|introduce|consider|release|adding|supporting|
			bringing|releasing|restock|allow|enable, plans|plan to|for|on ~1 support|supporting,
			can|could we [please] [also] get|have a|an|the|more|dark|some,
			^add|adding a|an|some|more|support|option|dark|ability,
			adding|add ~2 option|mode|feature|support|version|button|setting would,
			need|needs|want|missing|lacks|lacking|have|has a|an|more|the|to ~2 option|button|mode|feature|
			setting|filter|integration|toggle|shortcut|widget|variant|function,
			app|site|it|you|this|really|badly|just needs|need a|an|dark|better ~2 search|mode|option|way|
			version|port|button|filter|app|feature|support|function|export|view,
			^needs a|an|dark|more|better,
			you|they|acme|we|u [guys] [all] should|shld|could [really] add|open|offer|make|consider|sell|
			include|introduce|allow|bring|integrate|have|let|do|stock,
			you|they|we|u [guys] [really] need to add|put|offer|make|bring|include|introduce|stock,
			why dont|doesnt|not you|they|we|acme ~2 add|offer|make|sell|do|have|include|let|use|stock|open|
			try, any plan|plans for a|an|the|more|another,
			can|could|would you ~1 open|extend|start|sell|stock|offer|do a|an|earlier|later|longer|more|the,
			if it ~1 came|had|were|supported|worked|fit in|a|an|with|on, ^add ~3 please|pls|plz|support,
			add ~2 please|pls|plz,
			have you ~1 thought|considered|think ~2 adding|making|offering|doing|selling|putting|bringing,
			make it ~1 longer|shorter|bigger|smaller|lighter|cheaper|louder|faster|easier|quieter|wider|
			thinner, please|pls|plz make|do|sell|offer|stock a|an|some|more, ^more ~3 please|pls,
			any chance of|you a|an|adding|more|could|would|can,
			can|could you ~1 make ~4 bigger|smaller|longer|shorter|optional|easier|cheaper|available|clearer,
			should ~1 add|offer|include|introduce|integrate|be optional|configurable,
			make it|this|that possible|optional|easier|configurable|customizable|customisable,
			let us|users|me|people ~1 choose|select|pick|disable|change|export|import|sort|filter|hide|
			customise|customize|mute|turn, give us|users ~3 option|choice|way|ability,
			why not ~1 add|offer|make|sell|include|let|have,
			what if|about you|we|adding|making|offering|having,
			how about adding|making|a|an|offering|letting, only thing missing, thing missing is|id, if only""",
		"says so": """
			feature|product|enhancement request|requests|idea|ideas|suggestion|suggestions|proposal,
			suggestion|suggestions, idea for|to, an|my|here|heres|quick|small|one|crazy ~1 idea,
			suggest adding|to|that|making,
			wish you|u|it|there|they|this|the|i|we|someone|acme|more ~3 could|would|had|was|were|made|
			offered|sold|supported|added|did|have|came|let|didnt|can|allowed|provided|shipped,
			^wish|wishing the|my|your|a|this|these|it ~5 had|could|would|was|were|came|did|remembered|
			allowed|supported|worked|lasted|let|was|didnt|made, ^idea|ideas, wishlist, wish list,
			room for improvement, could be improved, improvement would|could|idea,
			upvote|upvoted ~2 this|feature|request,
			hope|hoping you|they|for|to|acme ~3 add|adds|support|supports|release|bring|brings,
			vote for this|adding""",
	},
	"Question": {
		"asks": """
			how do|can|to|does|should|would|could|did|might i|we|you|u|one|it|they|this|that|someone|people|
			the, ^how long|much|many|often|far|big|heavy|old|soon|come|well, how come,
			how long|much|many|soon does|is|do|until|will|would|before|are|can|watts|days|people,
			^what is|are|does|do|did|was|should|would|will|can|time|size|kind|type|happens|happened|about|
			model|version|colour|color, ^where is|are|can|do|does|did|should|would|to,
			^when is|are|will|does|do|did|can|should|would,
			^why is|are|do|does|did|was|would|should|cant|not|wont,
			^who is|are|do|does|can|should|has|will|knows|makes|sells|else,
			which ~2 do|does|should|would i|you|we|it|they,
			^which|which one|is|are|of|do|should|would|model|version|size ~2 is|are|do|does|should|would|
			best|better|fits,
			^can|could|would|should|will|may|shall|do|does|did|is|are|was|were|has|have|am i|you|we|they|it|
			this|that|there|anyone|anybody|someone|somebody|any|these|those|u,
			^does|will|can|could|has the|your|my|our|a|acme,
			^is|are the|your|my|our|this|that|these|those|there,
			^is|are ~5 available|open|compatible|waterproof|free|included|possible|safe|true|legit|coming|
			closed|replaceable|removable|washable|recyclable|allowed|vegan|reusable|needed|required|suitable|
			covered,
			anyone|anybody|someone|somebody else|know|knows|have|has|tried|using|used|explain|help|recommend|
			tell|experience,
			does|do anyone|anybody|you ~1 know|have|sell|ship|offer|deliver|support|accept|stock|recommend|
			think,
			any idea|ideas|chance|news|update|updates|plans|advice|tips|recommendations|word|way|eta|
			suggestions|thoughts,
			can|could you|someone|anyone|u ~1 tell|explain|confirm|clarify|advise|help|send|share|check|let,
			wondering|wonder if|whether|how|what|why|when|where|which|about, id|would like|love to know,
			want|need to know, curious if|whether|how|what|about|to, let me know if|whether|when|how|what,
			not sure|unsure if|whether|how|what|which, unsure if|whether|how|what|which,
			question|questions for|about|regarding|on, quick|have|got|one|my|a question,
			is it possible|true|normal|safe|worth|ok, is|are there a|an|any,
			does this|it|the|that ~2 work|come|fit|have|support|include|mean|run|need,
			looking for ~2 recommendation|recommendations|advice|help|suggestions,
			need|needs|want ~1 help|advice|info|information, please|pls help|advise|explain|clarify,
			help please|pls|me|needed, what does|is|are ~4 mean|difference,
			whats the|your|up|difference|best, hows|wheres|whens|whos the|your|next""",
	},
	"Praise": {
		"thanks": """
			thank|thanks|thx|ty|thankyou|cheers|tysm|kudos|props, shout|shoutout [out] to, hats off,
			much appreciated, really|greatly|so|truly|highly|we|i appreciate|appreciated|grateful|thankful,
			appreciate|appreciated the|your|it|you|how|that, grateful for|to""",
		"likes it": f"""
			love|loving|loved|adore|adored it|this|that|the|my|your|how|these|them|you|u|our|so,
			i|we|absolutely|really|totally|just|still ~1 love|loved|loving|adore, in love with,
			huge|big|massive fan of,
			she|he|daughter|son|wife|husband|kids|everyone|mum|mom|dad|family|dog|cat loves|love,
			so|much much|way better than, rock solid,
			{GOOD}|good|nice|fab|solid|quality ~2 {THING}|work|job|stuff|feature|people|release|purchase|
			value|price|help|communication|buy|guys|one|piece|kit|shop|store|software|build|coffee|tutorial|
			episode|service,
			is|are|was|were|its|looks|look|feels|sounds|tastes|so|really|very|absolutely|truly|super|simply|
			works|just|pretty|been|such|and ~2 {GOOD}|helpful|good|friendly|smooth|comfy|comfortable|fun|
			useful|reliable|beautifully|flawlessly, ^{GOOD}|nice,
			best ~3 ever|ive|purchase|buy|{THING}|decision|money|out|in|coffee|pizza|hotel|shop|store|year,
			the best,
			works|work|working|worked|running|runs ~1 great|perfectly|well|fine|flawlessly|beautifully|
			wonders|charm|amazingly|like|nicely|brilliantly|treat, just|actually|simply|really works,
			does the job|trick, game changer, gamechanger|lifesaver, life saver, saved my|the|me|our,
			worth every|it,
			so|very|really|super|extremely|pretty|quite|absolutely ~1 happy|pleased|impressed|satisfied|
			delighted|helpful|thrilled|chuffed,
			happy|pleased|impressed|delighted|thrilled|satisfied with|customer|by, blown away,
			exceeded|exceeds ~2 expectations, above and beyond,
			highly|definitely|strongly|would|thoroughly ~1 recommend|recommended,
			recommend this|these|them|it|to,
			cant|couldnt|cannot recommend|praise|thank|fault|rate ~2 enough|more|highly|it|them,
			would|will|definitely buy|order|come|be ~2 again|back, well done,
			nice|good|great work|job|one|going, keep|kept it|up up|good|the,
			you|they|these|this|guys ~2 rock|rocks|rule|legend|legends|nailed|stars|star|lifesavers|beast,
			nailed it, top notch, five|5 star|stars, spot on, second to none, must have|buy,
			favourite|favorite, my fav, congrats|congratulations|bravo, finally works|working|fixed|arrived,
			10 10, obsessed with, top|full marks, a joy|pleasure|delight to,
			so|very|really|super|incredibly easy|simple to|and,
			how good|great|nice|easy|fast|lovely this|it|they|that|these, customer for life,
			made my|our|the ~4 easier|better|simpler|day, only brand|one|company|shop ~2 trust|buy|use,
			still going strong, credit to,
			nicest|friendliest|kindest|loveliest|fastest|easiest|finest|smoothest ~1 people|staff|team|
			person|service|shop|company|delivery|ever|ive,
			quick|fast|smooth|easy|speedy|prompt ~1 delivery|checkout|shipping|service|response|reply|setup|
			install|turnaround, that|this was ~1 quick|fast|easy|painless, slaps, chefs kiss, smashed it,
			on point, so glad|happy|pleased, glad i|we, impressed,
			no|zero|never|not|hardly ~3 complaint|complaints|disappoint*|regrets|problem|problems|issue|
			issues, delivered|arrived|came ~2 early, 😍|🥰|👏|🙌|❤|💯|🤩""",
	},
}
