"""The English rules for problems, and the word lists that all English rules share; see `intent_rules`."""

# Word lists that several phrases share.
GOOD = """great|amazing|fantastic|awesome|brilliant|outstanding|superb|wonderful|incredible|exceptional|excellent|
	perfect|lovely|fabulous|phenomenal|stellar|terrific|impressive|stunning|beautiful|gorgeous|delicious|
	flawless"""
BAD = """awful|terrible|horrible|horrendous|horrid|atrocious|dreadful|appalling|abysmal|pathetic|disgusting|
	disgraceful|disgrace|unacceptable|ridiculous|useless|worthless|crap|crappy|shitty|shite|shoddy|lousy|
	subpar|unprofessional|incompetent|incompetence|unreliable|deplorable|diabolical|inexcusable|outrageous|
	bullshit|nightmare|shambles|farce|fiasco"""
THING = """product|products|item|items|thing|app|site|website|service|support|company|customer|quality|phone|
	machine|drill|tool|battery|screen|update|version|design|packaging|delivery|order|experience|food|place|
	staff|team|brand"""
PARCEL = """order|orders|package|parcel|delivery|refund|money|stuff|item|items|shipment|invoice|luggage|bag|bags|
	replacement"""
SPAN = "hour|hours|day|days|week|weeks|month|months|year|years|ages|forever|minutes|mins|hrs"
WORK = """work|open|load|start|connect|charge|turn|sync|respond|install|update|fit|boot|save|play|print|run|stay|
	hold|stick|last|stop|let|close|recognise|recognize|heat|cool|switch|pair|send|show|accept|scan|fill|seal"""
WORKING = """working|functioning|responding|loading|connecting|charging|syncing|turning|opening|showing|updating|
	starting|printing|heating|recognised|recognized|pairing|scanning|sending|playing"""
DAY = """monday|tuesday|wednesday|thursday|friday|saturday|sunday|yesterday|morning|last|noon|lunch|easter|
	christmas"""
SUPPLY = "water|power|electricity|gas|internet|broadband|wifi|heating|phone|signal|service|hot|electric"
WEARS = "so|too|very|really|super|extremely|painfully|ridiculously|incredibly|unbearably|insanely|way"

PROBLEM: dict[str, dict[str, str]] = {
	"Problem": {
		"does not work": f"""
			not|isnt|arent|wasnt|werent|never|stopped|stops|quit|quits|hardly|barely ~1 {WORKING},
			doesnt|didnt|wont|wouldnt ~2 {WORK}, does|did|do|will|would not ~1 {WORK},
			they|these|buttons|both|it dont ~1 work|fit|last,
			no longer|more works|work|connects|charges|turns|loads|opens|starts|supported,
			hardly|barely works, used to work,
			cant|cannot|couldnt|unable ~2 log|login|sign|access|open|connect|pay|checkout|download|install|
			update|play|reach|find|use|load|reset|activate|register|upload|print|enter|submit|complete|track|
			hear|check|change|send|stream|book,
			cant|cannot|couldnt|unable get ~3 to|through|in|into|past|online, impossible to""",
		"breaks down": """
			crashes|crashed|crashing, crash on|when|every|after|again|loop,
			keep|keeps|kept|constantly|always|randomly ~1 crash*|freez*|fail*|disconnect*|dropp*|restart*|
			reboot*|breaking|stopping|beeping|buffer*|glitch*|logg*|kick*|turning|closing|hanging|stalling|
			losing|cutting|asking, freezes|froze, frozen screen|on|again,
			glitch|glitches|glitchy|glitching|malfunction*|bricked|bricks|bricking, swollen, broken,
			broke after|again|within|down|off|in|on|already|the|my|during|today|yesterday|when,
			breaks ~1 after|down|off|every|easily|within, breaking my|the|our|down,
			snapped|broke|came|fell|fallen|falls|falling|comes|coming off|apart|loose,
			snapped|split|broke in, out of sync,
			error|errors message|messages|code|when|while|on|again|page|404|500|502|503,
			an|the|this|same|getting|get|gives|got|shows|weird|keep ~2 error|errors,
			fails|failed|failing to|again|after|when|on|every|miserably, fail, outage|outages,
			been|is|are|was|went|goes|still|keeps down|out|offline|dead again|for|since|all|today|right|now,
			app|site|website|server|servers|service|api|page|system|systems|network|internet|platform|portal|
			checkout|wifi|power ~2 down|offline|out, still down|broken|offline|dead,
			dead on|after|within|already, died after|on|within|already|again, out of order,
			cuts|cutting|drops|dropping|cut out|off,
			wiped|deleted|erased|corrupted|lost ~2 my|all|our|everything,
			buzzing|rattling|grinding|squeaking|clicking|weird|strange|loud noise|noises|sound""",
		"damaged or wrong": """
			defective|defect|defects|faulty|damaged|unusable|unreadable|leaking|leaks|leaked|overheat*|
			shattered|dented|ripped|torn|warped|rusty|rusted|mouldy|moldy|rotten|contaminated|peeling|soaked|
			soggy|squashed|smashed|crushed|counterfeit|injured|hazard|unsafe,
			cracked screen|after|on|already|within|in, screen|case|cover|glass|lid ~1 cracked,
			scratched|scratches,
			tear|hole|holes|crack|cracks|stain|stains|dent|dents|chip|mould|mold|hair ~1 in|on|inside,
			splitting, isnt|wasnt|not in there|box|parcel|package, falling|fell to|into pieces|bits,
			caught|catches|on fire, smells ~2 burn*|bad|awful|weird|chemical*, exploded|exploding,
			battery ~3 dies|died|drain*|dead|swollen, drains|draining ~2 battery|fast|quickly,
			wrong ~1 item|items|size|color|colour|order|product|address|one|part|parts|amount|model|thing|
			price|way,
			sent|got|received|delivered|shipped|gave ~3 wrong|damaged|empty|used|fake|expired|stale,
			arrived|came|comes ~2 wrong|damaged|empty|used|late|open|opened|incomplete|half|without,
			not as described|advertised|expected|pictured|promised|shown|ordered,
			is|are|was|were|still|parts|part|item|items|pieces|piece|screws|bits missing,
			missing ~2 part|parts|item|items|piece|pieces|screw|screws|package|parcel|order|delivery,
			parts|part|bits|pieces gone|loose|broken, says delivered|shipped, marked ~1 delivered,
			allergic reaction, food poisoning""",
		"still waiting": f"""
			still waiting|pending|unresolved|unanswered|nothing|missing|havent|hasnt|not|no|dont|doesnt|
			didnt|isnt|cant|wont,
			still get|getting|receiving|charging|charged|billing|billed ~2 emails|mails|email|mail|calls|
			spam|me|us|charged|error|errors|message, waiting|waited|been waiting|waited|on ~4 {SPAN},
			been waiting ~3 {SPAN}|reply|response|answer|{PARCEL}, waiting ~2 {SPAN}|long, waited ~3 {SPAN},
			where|wheres ~1 is|are|my|our|the ~1 {PARCEL}, where|wheres ~2 my|our {PARCEL},
			hasnt|havent|didnt|never|not ~2 arrive|arrived|shipped|delivered|received|come|turned|showed|
			dispatched, never came|showed|got|turned|refunded|called, {SPAN} late|overdue,
			is|was|are|were|arrived|delivered|again|always|running|came ~1 late,
			delayed again|by|another|twice|indefinitely|until|for,
			been|is|was|keeps|flight|order|delivery|train ~1 delayed, delay after, another delay|delays,
			overdue, takes|took|taking ~3 hours|days|weeks|months|ages|forever|long,
			nothing yet|since|happened|happens|arrived|received|changed|here|back,
			{SPAN} ~2 no|nothing|later, {SPAN} without ~1 reply|answer|response|help|word|refund|news|update, on hold for|with|again|since|over|{SPAN},
			put|left|kept ~2 on hold, lost ~2 {PARCEL}, got|was|been lost,
			supposed|meant to ~2 arrive|be|come|get|ship|call|work, been trying to|for|since,
			been|sat|sitting|stuck|without|out|down ~4 since {DAY}, sat|sitting ~3 for ~1 {SPAN},
			out for delivery ~1 since|for|again, should have|of ~1 arrived|been|come|shipped,
			out of stock again, always out of, without ~1 {SUPPLY},
			even though i|we ~2 cancelled|canceled|paid|told|asked|ordered|booked, told ~2 to wait,
			told ~4 doesnt|dont|cant|wont|isnt, was|were|been|i told ~6 call|refund|deliver*|back|within""",
		"nobody answers": """
			no|nobody|none [one] ~2 answer*|reply|replies|replied|replying|respond*|helps|helped|picks|
			picked|cares|cared|calls|called|listens, noone|nobody ~2 answer*|respond*|helps|cares|picks,
			no ~1 reply|replies|response|responses|answer|answers|callback|reaction|explanation|apology|
			confirmation|tracking|communication|support|signal|solution|updates|heating|water|electricity|
			power|internet|clue|warning|notice, no idea why,
			never|not|didnt|doesnt|dont|havent|hasnt|wont|refuse|refuses|refused ~2 answer|answered|reply|
			replied|replying|respond|responded|responding|called|heard|helped,
			cant|cannot|impossible|unable ~2 contact|speak|talk|reach|through,
			ignored ~1 me|my|us|our|again|by|for|emails|messages,
			ignoring|ignore|ignores ~1 me|my|us|our|emails|messages|customers|customer|tickets,
			being|been|get|getting|feel ignored, ghosted|ghosting|unresponsive|unanswered, hung|hangs up,
			passed|sent|bounced ~2 around|circles|pillar, chatbot|bot|robot ~3 useless|loop|human|circles,
			real|actual|single|a human|person, talk|speak to ~1 human|person|someone|manager""",
		"again and again": """
			third|3rd|fourth|4th|fifth|5th|sixth|6th|tenth|10th|umpteenth|nth|millionth time,
			three|four|five|six|several|multiple|many|3|4|5|6|10 times ~3 no|now|still|already|nothing|
			nobody, second|2nd time ~3 this|that|broken|late|wrong|now|already, yet again, again and again,
			every single|time time|i, happens|happened|happening ~1 again|constantly|daily|often,
			every time i|we|you ~3 try|open|use|call|click|log|order|ask|need|start|update,
			not|isnt ~1 the first time,
			same problem|issue|error|thing|bug|story|mistake ~1 again|here|as|every|for|with|since,
			i have to|reset|restart ~3 every|again""",
		"trouble": f"""
			issue|issues|problem|problems with|in|since|after|when|again|logging|connecting|persist*|still|
			while|getting|paying|loading|using,
			have|having|has|had|experiencing|facing|got|getting|same|another|serious|major|huge|big|ongoing|
			constant|persistent|many|several|some|reporting|encountered|a|an|known|there ~2 issue|issues|
			problem|problems|trouble|difficulties, bug|bugs in|with|when|since|report|again|on|where|that,
			a|the|this|another|nasty|annoying|weird|many|new|so ~1 bug|bugs, buggy|laggy|lagging,
			stuck on|at|since|in|with|for|loading|trying, is|got|gets|been|stays|keeps stuck, jammed|jams,
			trouble with|getting|logging|connecting, went|something|goes ~1 wrong, whats wrong, hacked,
			locked|shut|kicked [me] out,
			account ~3 locked|suspended|banned|disabled|blocked|hacked|deleted|gone|empty,
			{WEARS} ~1 slow|buggy|loud|noisy|flimsy|confusing|complicated|rude|unreliable|glitchy|pushy|bad|
			disorganised|disorganized|late|laggy|heavy,
			slow again|as|down|loading|delivery|shipping|support|response|site|app|internet|wifi|service|
			today|lately, {THING} ~1 is|are|was ~1 slow|bad|rude|down""",
		"money": f"""
			refund|refunds|refunded|refunding|chargeback|reimburse*, money back,
			want|need|give|where|got ~2 my money,
			charged|charging|charge|billed|billing ~3 twice|double|extra|again|wrong|wrongly|without|
			incorrectly, double charged|charge|billed, overcharged|overcharge|overcharging, charged me|us,
			hidden fee|fees|charges|cost|costs, ripped|ripping off, rip off,
			ripoff|scam|scams|scammed|scammer|scammers|scamming|fraud|fraudulent|thieves|stole,
			stealing|robbed from|me|my|us, false|misleading advertising|advert|claims|claim, bait and switch,
			lied|lies|lying to|about|again, price hike|hikes|increase|gouging, {WEARS} ~1 expensive|pricey,
			overpriced, waste|wasted|wasting ~3 money|time|{SPAN}|afternoon, not worth,
			cancel|cancelling|canceling|cancelled|canceled my|our|subscription|membership|account|contract,
			returned|returning it|this|mine|them, sending|sent|send ~1 back""",
		"bad": f"""
			{BAD}, worst,
			absolute|complete|total|utter|real|such|what|is|are|pure ~1 joke|mess|disaster|garbage|rubbish|
			trash|letdown|waste|shame|embarrassment,
			rubbish|garbage|trash|poor|bad|weak|mediocre|cheap|low|worse ~1 {THING}|communication|build|job|
			performance|sound|reception|connection|taste|value|material|plastic|attitude|reviews,
			sucks|sucked, let|lets|letting|lets ~1 down, downhill, had it|enough with|of, less helpful|than,
			so called, nothing ~2 works|syncs|loads|opens|happens|helps|fits,
			price|prices|bill|rent|subscription|fee|fees ~3 doubled|tripled|increased|up,
			worse than|and|every|since|after|now|with|by, getting|gets|gotten|got worse,
			used to be ~2 {GOOD}|good|better|reliable|best|fine, used to love it|this|them|you|their|your,
			not ~2 good|acceptable|ok|okay|fair|funny|helpful|impressed|satisfied|pleased|happy|amused|cool|
			recommended|great, isnt|wasnt|arent ~2 good|great|acceptable|helpful|happy|fair,
			less than impressed|ideal, barely|hardly|only lasts|lasted""",
		"anger": f"""
			disappointed|disappointing|disappointment|frustrated|frustrating|frustration|annoyed|annoying|
			furious|angry|unhappy|dissatisfied|outraged|livid|fuming,
			regret buying|ordering|my|this|it|purchasing, fed up, sick of|and, tired of, had enough,
			hate it|this|that|how|the|your|when|you|them, wtf|ffs|smh,
			fuck|screw|damn you|this|off|them|your|it, pissed|pisses off|me,
			what|how|why|who the|on hell|heck|fuck|earth, how hard|difficult ~2 can|be|to,
			how is|are ~3 acceptable|legal|allowed|possible, shame on, do better, get your|it ~2 together,
			sort it|this|your ~2 out, complaint|complain|complained|complaining,
			my|our lawyer|solicitor|attorney, lawsuit|suing|ombudsman, legal action, trading standards,
			consumer protection|affairs, lost|losing|lose ~2 customer|customers|business,
			stay|steer|keep ~1 away|clear from|of,
			avoid|avoid this|them|these|it|at|like|buying|ordering|using|{THING}, beware, never again,
			never|wont|not ~2 buying|buy|ordering|order|using|shopping|shop|flying|fly|coming|returning|
			booking|dealing ~4 again|from|with, dont|wouldnt|cant|cannot|couldnt recommend|bother|trust,
			do|would|can|could not recommend|bother|trust, dont|never|not buy|waste|trust|bother|fall,
			why did|do|would|have you ~2 remove|removed|change|changed|discontinue|kill|break|stop|ruin,
			done with this|you|them|acme, last straw, missed ~2 connection|flight|train|appointment|deadline,
			stranded, without ~1 asking|permission|consent|warning|notice|telling|explanation,
			auto|automatic|automatically ~1 renew*, last time i|we|im, think twice,
			looking ~3 alternative|alternatives, why would you|anyone,
			why do|are you|they ~2 keep|always|never|still|insist,
			why ~2 cant|wont|doesnt|isnt|arent|hasnt|havent|didnt,
			why is|are|does ~4 slow|expensive|hard|difficult|bad|complicated|long|broken|impossible|terrible|
			down|confusing|out,
			why is|are|has|have my|our|the ~5 higher|more|less|lower|dropped|gone|changed|increased|up|
			missing|gone,
			please|pls|plz|when|kindly|need|needs|must|should ~4 fix|fixed|fixing|resolve|resolved,
			^fix your|this|it|that|the|ur|asap|now,
			stop sending|emailing|calling|texting|spamming|charging|asking|changing|making|messing,
			spam|spamming|spammed me|my|us, who do i ~5 get|complain|speak|talk, 😡|🤬|👎|😤""",
		"irony": f"""
			{GOOD}|nice|cool|love|yay|good|super|oh|fab ~2 another|more|again|yet ~2 delay|delays|outage|
			crash|bug|fee|error|cancellation|cancelled|problem|downtime|queue|late|price|hour|hours,
			oh|ah great|wonderful|fantastic|brilliant|lovely|perfect another,
			thanks|thank|thx|cheers [you] [so] [a] [lot] [much] for nothing|wasting|ruining|breaking|losing|
			ignoring|leaving|cancelling|canceling|lying|overcharging,
			thanks|thank|thx|cheers [you] [so] [a] [lot] [much] for the|another|this|not ~1 delay|wait|
			headache|mess|spam|answering|replying|delivering|showing|helping|warning, so much for,
			way|nice|great|good to|job|work|way ~2 lose|losing|ruin|ruining|break|breaking|ignore|ignoring|
			cancelling|screwing|treat,
			love how|that|when|it|waiting|being|getting|paying ~5 ignore*|broke|broken|breaks|crash*|never|
			cant|cannot|doesnt|dont|wont|still|charge*|down|slow|late|hold|nothing|cancel*|delay*|nobody|
			twice|lost|waiting|hours, nothing like|beats waiting|paying|getting|sitting, another day another,
			taking|take the mick|mickey|piss, beyond|past a joke, slow clap, 10 10 would not""",
	},
	"Sign": {
		"absence": """
			no|not|never|nothing|nobody|noone|none|nowhere|neither|cant|cannot|couldnt|wont|wouldnt|doesnt|
			didnt|dont|isnt|wasnt|arent|werent|hasnt|havent|without|unable|zero""",
		"insistence": f"""
			still|again|since|yet|late|later|overdue|forever|finally|eventually|twice|why|seriously|really|
			already|keep|keeps, for|after|another|over|in ~2 {SPAN}, {SPAN} ~1 ago|now|later|late,
			waited|waiting|wait, only|just got|received,
			3|three|4|four|5|five days|weeks|months|hours|times|attempts""",
		"bad sign": """
			dirty|filthy|smelly|smelled|stinks|stank|leaky|blocked|burnt|burned|raw|undercooked|soggy|greasy|
			noisy|loud|dies|hangs|spins|spinning|segfaults|unplayable|unwatchable|outdated|expired|rude|
			ruder|threw|thrown|dumped|lie|lied|unfair|blank|unbelievable|mess|chaos|delayed|delay|cancelled|
			canceled|cancellation|wrong|missing|lost|stuck|failed|refused|refuses|denied|rejected|declined|
			overbooked|rebook|rebooked|bumped|wasted|ruined|charged|billed|worse|empty|stranded|abandoned|
			dropped|randomly|suddenly|apparently|supposedly|stolen|squashed|incorrect|invalid|misses|missed|
			unhelpful|clueless|impossible|trouble|problem|problems|issue|issues|error|errors|fault|mistake|
			mistakes|damage|unresolved|inconvenience|inconvenient|diverted|disconnected|excuse|excuses|
			clusterfuck|crazy|insane|pain|hassle, stone|freezing|lukewarm cold,
			was|were|arrived|came|served ~1 cold, cold food|chips|fries|soup|pizza|burger|meal|dinner,
			without even, even though|tho, out of date|order, dead link|links, half the|of""",
		"business": f"""
			{THING}|{PARCEL}|{SUPPLY}|flight|flights|flighted|plane|gate|seat|seats|crew|agent|agents|
			booking|reservation|room|hotel|table|meal|driver|courier|card|bank|branch|payment|bill|account|
			password|login|page|server|servers|download|game|line|call|calls|ticket|tickets|desk|helpline|
			hotline|subscription|contract|plan|engine|store|shop|menu|docs|tracking|technician|engineer|
			appointment|customers|reps|rep|email|emails|price|fee|fees|warranty|connection|feature|features|
			link|links|cable|charger|laptop|car|train|bus|checkin|boarding|tarmac|voucher|code|api|cli|sync|
			export|patch|install|installer|data|settings|notes|file|files|option""",
	},
}
